namespace Llm;

/// <summary>What a model costs from some day on, in US dollars.</summary>
internal sealed class ModelPrice
{
    private const decimal Million = 1_000_000;

    /// <summary>The first day on which it counts, such as <c>2026-07-30</c>; null for all days.</summary>
    public string? From { get; init; }

    /// <summary>The price of a million tokens of input.</summary>
    public required decimal Input { get; init; }

    /// <summary>The price of a million tokens of input that were read from a cache.</summary>
    public required decimal CachedInput { get; init; }

    /// <summary>The price of a million tokens of input that were written to a cache.</summary>
    public required decimal CacheWrite { get; init; }

    /// <summary>The price of a million tokens of input that were written to a cache for an hour.</summary>
    public required decimal CacheWriteHour { get; init; }

    /// <summary>The price of a million tokens of output.</summary>
    public required decimal Output { get; init; }

    /// <summary>The price of a request.</summary>
    public decimal Request { get; init; }

    /// <summary>Whether everything is free, so that no count of tokens is needed.</summary>
    public bool IsFree { get; init; }

    /// <summary>The number of tokens of input above which <see cref="Above"/> counts.</summary>
    public long Bound { get; init; }

    /// <summary>The prices of a call with more input than <see cref="Bound"/>; null if they are the same.</summary>
    public ModelPrice? Above { get; init; }

    /// <summary>The cost of one call; null if it takes tokens to know it and the provider did not report them.</summary>
    public decimal? CostOf(TokenCounts? tokens) =>
        IsFree ? 0 : tokens is null ? null : CostOf(tokens, requests: 1, isAbove: tokens.Input > Bound);

    /// <summary>The cost of calls that are all below or all above the bound.</summary>
    public decimal CostOf(TokenCounts tokens, long requests, bool isAbove)
    {
        if (isAbove && Above is not null) return Above.CostOf(tokens, requests, isAbove: false);
        return (requests * Request)
            + (((tokens.Uncached * Input) + (tokens.CacheRead * CachedInput) + (tokens.CacheWrite * CacheWrite)
                + (tokens.CacheWriteHour * CacheWriteHour) + (tokens.Output * Output)) / Million);
    }
}
