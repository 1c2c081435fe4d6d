using System.Text.Json.Nodes;

namespace Llm;

/// <summary>The tokens of one call or of many, in the kinds that vendors charge for; a token of input is in one kind only.</summary>
/// <remarks>
/// This is the only place that knows how the counts of providers differ: OpenAI and Gemini include tokens of the cache in their counts of
/// input, Anthropic leaves them out. <see cref="TokenDetails"/> has the names.
/// </remarks>
internal sealed class TokenCounts
{
    private TokenCounts(long input, long cacheRead, long cacheWrite, long cacheWriteHour, long output, long reasoning)
    {
        (CacheRead, CacheWrite, CacheWriteHour) = (cacheRead, Math.Max(cacheWrite - cacheWriteHour, 0), cacheWriteHour);
        Uncached = Math.Max(input - cacheRead - cacheWrite, 0);
        (Output, Reasoning) = (output, reasoning);
    }

    /// <summary>Everything that was sent.</summary>
    public long Input => Uncached + CacheRead + CacheWrite + CacheWriteHour;

    /// <summary>Input that no cache was used for.</summary>
    public long Uncached { get; }

    /// <summary>Input that was read from a cache.</summary>
    public long CacheRead { get; }

    /// <summary>Input that was written to a cache for the usual time.</summary>
    public long CacheWrite { get; }

    /// <summary>Input that was written to a cache for an hour.</summary>
    public long CacheWriteHour { get; }

    /// <summary>The whole answer, reasoning included.</summary>
    public long Output { get; }

    /// <summary>The part of the answer that was spent on reasoning.</summary>
    public long Reasoning { get; }

    /// <summary>The tokens of a call; null if the provider did not report the input or the output.</summary>
    public static TokenCounts? Of(Usage? usage)
    {
        if (usage is not { InputTokens: { } input, OutputTokens: { } output }) return null;
        var details = usage.Details;
        return Of(input, output, name => Find(details, name), Thoughts(details, output));
    }

    /// <summary>The tokens of one call or of many.</summary>
    /// <param name="input">The logged tokens of the input.</param>
    /// <param name="output">The logged tokens of the output.</param>
    /// <param name="sum">Returns the sum of the counts that have one of these names.</param>
    /// <param name="thoughts">Tokens of thinking that the logged output leaves out.</param>
    public static TokenCounts Of(long input, long output, Func<string[], long> sum, long thoughts)
    {
        var (readBeside, writtenBeside) = (sum(TokenDetails.ReadBesideInput), sum(TokenDetails.WrittenBesideInput));
        return new TokenCounts(
            input + readBeside + writtenBeside,
            sum(TokenDetails.ReadInInput) + readBeside,
            sum(TokenDetails.WrittenInInput) + writtenBeside,
            sum(TokenDetails.WrittenForHour),
            output + thoughts,
            sum(TokenDetails.Reasoning));
    }

    private static long Find(JsonObject? details, string[] paths) => TokenDetails.Find(details, paths) ?? 0;

    /// <summary>Early versions of llm-gemini logged the answer without its thoughts, and took its count out of the details.</summary>
    private static long Thoughts(JsonObject? details, long output) =>
        TokenDetails.Find(details, TokenDetails.GeminiAnswer) is null
        && TokenDetails.Find(details, TokenDetails.GeminiThoughts) is { } thoughts && thoughts != output ? thoughts : 0;
}
