using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Gemini;

/// <summary>Reads usage, with the totals and details of llm-gemini.</summary>
internal static class GeminiUsage
{
    /// <summary>
    /// What tools read counts as input, thoughts count as output; the details are all counts but those of the prompt and of everything.
    /// </summary>
    public static Usage Read(JsonObject usage)
    {
        var details = usage.DeepClone().AsObject();
        details.Remove("promptTokenCount");
        details.Remove("totalTokenCount");
        return new Usage
        {
            InputTokens = Sum(usage, "promptTokenCount", "toolUsePromptTokenCount"),
            OutputTokens = Sum(usage, "candidatesTokenCount", "thoughtsTokenCount") ?? 0,
            Details = details.Count > 0 ? details : null,
        };
    }

    private static int? Sum(JsonObject usage, string name, string other)
    {
        var (first, second) = (usage.Integer(name), usage.Integer(other));
        return first is null ? second : first + (second ?? 0);
    }
}
