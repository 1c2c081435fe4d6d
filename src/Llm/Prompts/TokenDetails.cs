using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>Reads the breakdowns of token counts of different providers, and adds them up.</summary>
/// <remarks>
/// A name with a dot is that of a member of a group. The lists are for the queries of logs too, which add the counts up where they are
/// stored.
/// </remarks>
internal static class TokenDetails
{
    /// <summary>Tokens from the cache that the count of input includes: OpenAI, Gemini, DeepSeek.</summary>
    public static readonly string[] ReadInInput =
    [
        "input_tokens_details.cached_tokens", "prompt_tokens_details.cached_tokens", "cachedContentTokenCount", "prompt_cache_hit_tokens",
    ];

    /// <summary>Tokens from the cache that the count of input leaves out: Anthropic.</summary>
    public static readonly string[] ReadBesideInput = ["cache_read_input_tokens"];

    /// <summary>Tokens written to the cache that the count of input includes: OpenAI since GPT-5.6, OpenRouter.</summary>
    public static readonly string[] WrittenInInput =
        ["input_tokens_details.cache_write_tokens", "prompt_tokens_details.cache_write_tokens"];

    /// <summary>Tokens written to the cache that the count of input leaves out: Anthropic.</summary>
    public static readonly string[] WrittenBesideInput = ["cache_creation_input_tokens"];

    /// <summary>The part of <see cref="WrittenBesideInput"/> that is kept for an hour.</summary>
    public static readonly string[] WrittenForHour = ["cache_creation.ephemeral_1h_input_tokens"];

    /// <summary>The thoughts of Gemini, and its answer without them.</summary>
    public static readonly string[] GeminiThoughts = ["thoughtsTokenCount"];

    /// <inheritdoc cref="GeminiThoughts"/>
    public static readonly string[] GeminiAnswer = ["candidatesTokenCount"];

    /// <summary>Reasoning, a part of the output.</summary>
    public static readonly string[] Reasoning =
    [
        "output_tokens_details.reasoning_tokens", "completion_tokens_details.reasoning_tokens", "output_tokens_details.thinking_tokens",
        "thoughtsTokenCount",
    ];

    /// <summary>What the call cost in US dollars: Perplexity, and OpenRouter, whose credits are dollars.</summary>
    public static readonly string[] Cost = ["cost.total_cost", "cost"];

    /// <summary>The count under the name that OpenAI's interfaces, Anthropic or Gemini use; null if there is none.</summary>
    public static int? CachedTokens(JsonObject? details) => Find(details, ReadInInput) ?? Find(details, ReadBesideInput);

    /// <inheritdoc cref="CachedTokens"/>
    public static int? ReasoningTokens(JsonObject? details) => Find(details, Reasoning);

    /// <summary>The first count that has one of these names; null if there is none.</summary>
    public static int? Find(JsonObject? details, string[] names)
    {
        foreach (var name in names)
            if (Group(details, name, out var member)?.Integer(member) is { } count)
                return count;
        return null;
    }

    /// <summary>What the server says that the call cost; null if it does not.</summary>
    public static decimal? FindCost(JsonObject? details)
    {
        foreach (var name in Cost)
        {
            if (Group(details, name, out var member)?[member] is JsonValue value && IsNumber(value)
                && decimal.TryParse(PythonNumber.Format(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var cost))
            {
                return cost;
            }
        }

        return null;
    }

    /// <summary>Creates a breakdown with the names of the Responses interface and without zeros; null if nothing is left.</summary>
    public static JsonObject? Create(int? cachedTokens, int? reasoningTokens)
    {
        var details = new JsonObject();
        if (cachedTokens is > 0 and var cached) details["input_tokens_details"] = new JsonObject { ["cached_tokens"] = cached };
        if (reasoningTokens is > 0 and var reasoning)
            details["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = reasoning };
        return details.Count > 0 ? details : null;
    }

    /// <summary>Adds numbers of the same name; of other values, the later one is kept.</summary>
    public static JsonObject? Sum(JsonObject? first, JsonObject? second)
    {
        if (first is null || second is null) return (first ?? second)?.DeepClone().AsObject();
        var sum = first.DeepClone().AsObject();
        foreach (var (name, value) in second)
        {
            sum[name] = (sum[name], value) switch
            {
                (JsonObject known, JsonObject more) => Sum(known, more),
                (JsonValue known, JsonValue more) when IsNumber(known) && IsNumber(more) => Sum(known, more),
                _ => value?.DeepClone(),
            };
        }

        return sum;
    }

    private static JsonObject? Group(JsonObject? details, string name, out string member)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        member = name[(dot + 1)..];
        return dot < 0 ? details : details?[name[..dot]] as JsonObject;
    }

    private static bool IsNumber(JsonValue value) => value.GetValueKind() == JsonValueKind.Number;

    private static JsonValue Sum(JsonValue first, JsonValue second)
    {
        var (one, other) = (PythonNumber.Format(first), PythonNumber.Format(second));
        var culture = CultureInfo.InvariantCulture;
        return long.TryParse(one, culture, out var count) && long.TryParse(other, culture, out var more)
            ? JsonValue.Create(count + more)
            : JsonValue.Create(double.Parse(one, culture) + double.Parse(other, culture));
    }
}
