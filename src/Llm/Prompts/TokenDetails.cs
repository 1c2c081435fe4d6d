using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>Reads the breakdowns of token counts of different providers, and adds them up.</summary>
internal static class TokenDetails
{
    private const string Input = "input_tokens_details";
    private const string Output = "output_tokens_details";
    private const string Cached = "cached_tokens";
    private const string Reasoning = "reasoning_tokens";

    /// <summary>The count under the name that OpenAI's interfaces, Anthropic or Gemini use; null if there is none.</summary>
    public static int? CachedTokens(JsonObject? details) =>
        Group(details, Input, "prompt_tokens_details")?.Integer(Cached)
        ?? details?.Integer("cache_read_input_tokens")
        ?? details?.Integer("cachedContentTokenCount");

    /// <inheritdoc cref="CachedTokens"/>
    public static int? ReasoningTokens(JsonObject? details)
    {
        var output = Group(details, Output, "completion_tokens_details");
        return output?.Integer(Reasoning) ?? output?.Integer("thinking_tokens") ?? details?.Integer("thoughtsTokenCount");
    }

    /// <summary>Creates a breakdown with the names of the Responses interface and without zeros; null if nothing is left.</summary>
    public static JsonObject? Create(int? cachedTokens, int? reasoningTokens)
    {
        var details = new JsonObject();
        if (cachedTokens is > 0 and var cached) details[Input] = new JsonObject { [Cached] = cached };
        if (reasoningTokens is > 0 and var reasoning) details[Output] = new JsonObject { [Reasoning] = reasoning };
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

    private static JsonObject? Group(JsonObject? details, string name, string otherName) =>
        (details?[name] ?? details?[otherName]) as JsonObject;

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
