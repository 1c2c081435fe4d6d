namespace Llm;

/// <summary>What a call cost.</summary>
/// <param name="Amount">The amount, at least 0.</param>
/// <param name="Currency">The currency: <c>USD</c>, or that of the prices in the description of a package, such as <c>RMB</c>.</param>
/// <remarks>Amounts in different currencies cannot be compared or added up; no rate is known.</remarks>
public readonly record struct CallCost(decimal Amount, string Currency)
{
    /// <summary>The currency of all prices but those of packages.</summary>
    public const string Dollars = "USD";

    /// <summary>Whether the description of a package says that all calls of the model are free.</summary>
    public bool IsFree { get; init; }

    /// <summary>The amount in US dollars; null if it is in another currency.</summary>
    public decimal? InDollars => Currency == Dollars ? Amount : null;
}
