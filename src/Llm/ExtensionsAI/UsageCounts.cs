using System.Text.Json.Nodes;
using Llm.Json;
using Microsoft.Extensions.AI;

// Counts of audio and text tokens are marked as experimental, but clients report them.
#pragma warning disable MEAI001

namespace Llm.ExtensionsAI;

/// <summary>Converts usage to usage details and back.</summary>
/// <remarks>
/// The details differ between providers: the names that OpenAI and Anthropic use are recognised, others become additional counts.
/// </remarks>
internal static class UsageCounts
{
    private const string Input = "input_tokens_details";
    private const string Output = "output_tokens_details";
    private const string Total = "total_tokens";

    public static UsageDetails? Write(Usage? usage)
    {
        if (usage is null) return null;
        var details = new UsageDetails
        {
            InputTokenCount = usage.InputTokens,
            OutputTokenCount = usage.OutputTokens,
            TotalTokenCount = (long?)usage.InputTokens + usage.OutputTokens,
            CachedInputTokenCount = usage.CachedTokens,
            ReasoningTokenCount = usage.ReasoningTokens,
        };
        if (usage.Details is not null) Count(details, "", usage.Details);
        return details;
    }

    public static Usage Read(UsageDetails details)
    {
        var json = new JsonObject();
        if (details.TotalTokenCount != details.InputTokenCount + details.OutputTokenCount) Set(json, Total, details.TotalTokenCount);
        var (input, output) = (new JsonObject(), new JsonObject());
        Set(input, "cached_tokens", details.CachedInputTokenCount);
        Set(input, "audio_tokens", details.InputAudioTokenCount);
        Set(input, "text_tokens", details.InputTextTokenCount);
        Set(output, "reasoning_tokens", details.ReasoningTokenCount);
        Set(output, "audio_tokens", details.OutputAudioTokenCount);
        Set(output, "text_tokens", details.OutputTextTokenCount);
        if (input.Count > 0) json[Input] = input;
        if (output.Count > 0) json[Output] = output;
        foreach (var (name, count) in details.AdditionalCounts ?? []) json[name] = count;
        return new Usage
        {
            InputTokens = Narrow(details.InputTokenCount),
            OutputTokens = Narrow(details.OutputTokenCount),
            Details = json.Count > 0 ? json : null,
        };
    }

    private static void Count(UsageDetails details, string path, JsonObject counts)
    {
        foreach (var (name, value) in counts)
        {
            if (value is JsonObject group) Count(details, $"{path}{name}.", group);
            else if (value is JsonValue number && long.TryParse(PythonNumber.Format(number), out var count))
                Count(details, path + name, count);
        }
    }

    private static void Count(UsageDetails details, string name, long count)
    {
        var known = name.Replace("prompt_tokens_details", Input, StringComparison.Ordinal)
            .Replace("completion_tokens_details", Output, StringComparison.Ordinal);
        switch (known)
        {
            case Total:
                details.TotalTokenCount = count;
                break;
            case $"{Input}.cached_tokens" or "cache_read_input_tokens":
                details.CachedInputTokenCount = count;
                break;
            case $"{Input}.audio_tokens":
                details.InputAudioTokenCount = count;
                break;
            case $"{Input}.text_tokens":
                details.InputTextTokenCount = count;
                break;
            case $"{Output}.reasoning_tokens":
                details.ReasoningTokenCount = count;
                break;
            case $"{Output}.audio_tokens":
                details.OutputAudioTokenCount = count;
                break;
            case $"{Output}.text_tokens":
                details.OutputTextTokenCount = count;
                break;
            default:
                (details.AdditionalCounts ??= [])[name] = count;
                break;
        }
    }

    private static void Set(JsonObject json, string name, long? count)
    {
        if (count is not null) json[name] = count;
    }

    private static int? Narrow(long? count) => count is null ? null : (int)Math.Min(count.Value, int.MaxValue);
}
