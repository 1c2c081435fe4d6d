namespace Llm.Storage.Logs;

/// <summary>The usage and the cost of logged calls that belong together.</summary>
public sealed record UsageSum
{
    /// <summary>The day, such as <c>2026-11-30</c>, or the id of the model or conversation; null if the calls have none.</summary>
    public required string? Key { get; init; }

    /// <summary>The name of the conversation; null for other groups.</summary>
    public string? Name { get; init; }

    /// <summary>The number of calls.</summary>
    public long Responses { get; init; }

    /// <summary>Tokens of everything that was sent, those from a cache included, whatever the provider counts.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens that were sent and that the providers read from a cache.</summary>
    public long CachedTokens { get; init; }

    /// <summary>Tokens that were sent and that the providers wrote to a cache.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>Tokens of the answers, reasoning included.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Tokens of the answers that were spent on reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>The cost of the calls whose cost is known, in US dollars; null if it is known of none.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The cost of calls whose prices are in other currencies: one amount for each, in alphabetical order.</summary>
    public IReadOnlyList<CallCost> OtherCosts { get; init; } = [];

    /// <summary>The number of calls whose cost is not known, because the price or the number of tokens is not.</summary>
    public long UnpricedResponses { get; init; }

    /// <summary>The models of these calls, in alphabetical order.</summary>
    public IReadOnlyList<string> UnpricedModels { get; init; } = [];

    /// <summary>Returns the sum of two groups, with the key of this one.</summary>
    public UsageSum Add(UsageSum other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with
        {
            Responses = Responses + other.Responses,
            InputTokens = InputTokens + other.InputTokens,
            CachedTokens = CachedTokens + other.CachedTokens,
            CacheWriteTokens = CacheWriteTokens + other.CacheWriteTokens,
            OutputTokens = OutputTokens + other.OutputTokens,
            ReasoningTokens = ReasoningTokens + other.ReasoningTokens,
            Cost = Cost is null ? other.Cost : Cost + (other.Cost ?? 0),
            OtherCosts = other.OtherCosts.Count == 0 ? OtherCosts : AddCosts(OtherCosts, other.OtherCosts),
            UnpricedResponses = UnpricedResponses + other.UnpricedResponses,
            UnpricedModels = other.UnpricedModels.Count == 0 ? UnpricedModels
                : [.. UnpricedModels.Union(other.UnpricedModels).Order(StringComparer.Ordinal)],
        };
    }

    private static List<CallCost> AddCosts(IReadOnlyList<CallCost> one, IReadOnlyList<CallCost> other)
    {
        var amounts = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var cost in one) amounts[cost.Currency] = amounts.GetValueOrDefault(cost.Currency) + cost.Amount;
        foreach (var cost in other) amounts[cost.Currency] = amounts.GetValueOrDefault(cost.Currency) + cost.Amount;
        var sums = new List<CallCost>(amounts.Count);
        foreach (var (currency, amount) in amounts) sums.Add(new CallCost(amount, currency));
        return sums;
    }
}
