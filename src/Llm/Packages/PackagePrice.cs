using System.Text.Json.Nodes;

namespace Llm.Packages;

/// <summary>What a model costs. Immutable.</summary>
/// <remarks>
/// The cost is that which Dify computes: tokens times price times unit, rounded half up to seven decimals, the input and the output each.
/// </remarks>
public sealed class PackagePrice
{
    private const int Decimals = 7;

    private readonly JsonObject written = [];

    internal PackagePrice(PackageValue value)
    {
        Input = Read(value, "input") ?? 0;
        Output = Read(value, "output");
        Unit = Read(value, "unit") ?? 0;
        if (value["input"].IsNull) value["input"].Expect("a price in quotes, such as \"0.25\"");
        if (value["unit"].IsNull) value["unit"].Expect("the tokens of a price in quotes: \"0.000001\" for a million");
        Currency = value["currency"].RequiredText("USD");
        written["currency"] = Currency;
    }

    /// <summary>The price of the input.</summary>
    public decimal Input { get; }

    /// <summary>The price of the output; null if there is none.</summary>
    public decimal? Output { get; }

    /// <summary>By what a number of tokens is multiplied: 0.000001 where prices are those of a million.</summary>
    public decimal Unit { get; }

    /// <summary>The currency: <c>USD</c>, <c>RMB</c>, <c>EUR</c>.</summary>
    public string Currency { get; }

    /// <summary>Whether all calls are free.</summary>
    public bool IsFree => Unit == 0 || (Input == 0 && Output is null or 0);

    /// <summary>Whether the prices can be used: with a unit over 1, a single token would cost more than the price of many.</summary>
    public bool IsValid => IsFree || Unit <= 1;

    /// <summary>The cost of a call, in <see cref="Currency"/>.</summary>
    /// <param name="inputTokens">The tokens of the input, at least 0.</param>
    /// <param name="outputTokens">The tokens of the output, at least 0.</param>
    /// <exception cref="LlmException">The prices cannot be used: the unit is over 1, or the cost is beyond all numbers.</exception>
    public decimal CostOf(long inputTokens, long outputTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(outputTokens);
        if (!IsValid)
        {
            throw new LlmException(
                $"The price of the model has the unit {Unit}, so it is none: a unit is at most 1, and 0.000001 for a million tokens.");
        }

        try
        {
            return Cost(inputTokens, Input) + Cost(outputTokens, Output ?? 0);
        }
        catch (OverflowException ex)
        {
            throw new LlmException("The price of the model is too large to compute with.", ex);
        }
    }

    internal JsonObject ToJson() => new()
    {
        ["currency"] = Currency,
        ["input"] = written["input"]?.DeepClone(),
        ["output"] = written["output"]?.DeepClone(),
        ["unit"] = written["unit"]?.DeepClone(),
    };

    private decimal? Read(PackageValue value, string key)
    {
        var price = value[key].Decimal();
        if (price is not null) written[key] = PackageValue.Written(value[key].Node!);
        return price;
    }

    /// <summary>Rounds the cost of the input or of the output.</summary>
    internal static decimal Round(decimal cost) => Math.Round(cost, Decimals, MidpointRounding.AwayFromZero);

    private decimal Cost(long tokens, decimal price) => Round(tokens * price * Unit);
}
