using Llm.Packages;

namespace Llm;

/// <summary>What a model costs from some day on.</summary>
internal sealed class ModelPrice
{
    private const decimal Million = 1_000_000;
    private const decimal Most = 1_000_000_000;

    /// <summary>The currency of the prices.</summary>
    public string Currency { get; init; } = CallCost.Dollars;

    /// <summary>Whether the description of a package has the price, after whose rule the cost of a call is rounded.</summary>
    public bool IsOfPackage { get; init; }

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
    public decimal? CostOf(TokenCounts? tokens) => IsFree ? 0
        : tokens is null ? null
        : IsOfPackage ? PackagePrice.Round(tokens.Input * Input / Million) + PackagePrice.Round(tokens.Output * Output / Million)
        : CostOf(tokens, requests: 1, isAbove: tokens.Input > Bound);

    /// <summary>The price of the description of a package; null if it says none that can be used.</summary>
    public static ModelPrice? Of(PackagePrice? price)
    {
        if (price is not { IsValid: true }) return null;
        // What is free costs nothing in any currency.
        var currency = price.IsFree ? CallCost.Dollars : price.Currency;
        try
        {
            var (input, output) = (price.Input * price.Unit * Million, (price.Output ?? 0) * price.Unit * Million);
            // A product with a number of tokens must stay a number; no price is near it.
            if (input > Most || output > Most) return null;
            return new ModelPrice
            {
                Currency = currency,
                IsOfPackage = true,
                IsFree = price.IsFree,
                // Packages know no other prices of input, so what a cache holds costs as much as anything else.
                Input = input,
                CachedInput = input,
                CacheWrite = input,
                CacheWriteHour = input,
                Output = output,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>The cost of calls that are all below or all above the bound.</summary>
    public decimal CostOf(TokenCounts tokens, long requests, bool isAbove)
    {
        if (isAbove && Above is not null) return Above.CostOf(tokens, requests, isAbove: false);
        return (requests * Request)
            + (((tokens.Uncached * Input) + (tokens.CacheRead * CachedInput) + (tokens.CacheWrite * CacheWrite)
                + (tokens.CacheWriteHour * CacheWriteHour) + (tokens.Output * Output)) / Million);
    }
}
