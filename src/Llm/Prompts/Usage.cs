using System.Globalization;
using System.Text.Json.Nodes;

namespace Llm;

/// <summary>The tokens of a model call; a count is null if the provider did not report it.</summary>
public sealed record Usage
{
    private readonly int? cachedTokens;
    private readonly int? reasoningTokens;
    private readonly JsonObject? details;

    /// <summary>Tokens of everything that was sent.</summary>
    public int? InputTokens { get; init; }

    /// <summary>Tokens of the whole answer, reasoning included.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>Tokens that were sent and that the provider read from its cache; taken from the details unless set.</summary>
    public int? CachedTokens
    {
        get => cachedTokens ?? TokenDetails.CachedTokens(details);
        init => cachedTokens = value;
    }

    /// <summary>Tokens of the answer that were spent on reasoning; taken from the details unless set.</summary>
    public int? ReasoningTokens
    {
        get => reasoningTokens ?? TokenDetails.ReasoningTokens(details);
        init => reasoningTokens = value;
    }

    /// <summary>
    /// The provider's own breakdown, as the log stores it. If there is none, it is made from the counts of cached and reasoning tokens
    /// that were set, so that they are kept too.
    /// </summary>
    public JsonObject? Details
    {
        get => details ?? TokenDetails.Create(cachedTokens, reasoningTokens);
        init => details = value;
    }

    /// <summary>Adds the tokens of another call; a count that only one of them has is kept.</summary>
    public Usage Add(Usage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Usage
        {
            InputTokens = Sum(InputTokens, other.InputTokens),
            OutputTokens = Sum(OutputTokens, other.OutputTokens),
            CachedTokens = Sum(CachedTokens, other.CachedTokens),
            ReasoningTokens = Sum(ReasoningTokens, other.ReasoningTokens),
            Details = TokenDetails.Sum(Details, other.Details),
        };
    }

    /// <summary>The tokens of several responses; null if no provider reported any.</summary>
    internal static Usage? Sum(IEnumerable<Response> responses)
    {
        Usage? total = null;
        foreach (var response in responses)
        {
            if (response.Usage is { } usage) total = total?.Add(usage) ?? usage;
        }

        return total;
    }

    /// <summary>Compares all counts, those of the details included.</summary>
    public bool Equals(Usage? other) => other is not null
        && InputTokens == other.InputTokens && OutputTokens == other.OutputTokens
        && CachedTokens == other.CachedTokens && ReasoningTokens == other.ReasoningTokens
        && JsonNode.DeepEquals(Details, other.Details);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InputTokens, OutputTokens, CachedTokens, ReasoningTokens);

    /// <summary>The counts on one line, for a log or a debugger.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{InputTokens} in, {OutputTokens} out, {CachedTokens ?? 0} cached, {ReasoningTokens ?? 0} for reasoning");

    private static int? Sum(int? first, int? second) => first is null ? second : first + (second ?? 0);
}
