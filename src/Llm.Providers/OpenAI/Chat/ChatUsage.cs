using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Reads usage in the form of Chat Completions.</summary>
internal static class ChatUsage
{
    /// <summary>The two totals, and all other counts that are not zero.</summary>
    public static Usage Read(JsonObject usage)
    {
        var details = usage.DeepClone().AsObject();
        details.Remove("prompt_tokens");
        details.Remove("completion_tokens");
        details.Remove("total_tokens");
        var nonZero = PayloadTrimming.WithoutZeros(details);
        var reported = new Usage { Details = details };
        return new Usage
        {
            InputTokens = usage.Integer("prompt_tokens"),
            OutputTokens = usage.Integer("completion_tokens"),
            CachedTokens = reported.CachedTokens,
            ReasoningTokens = reported.ReasoningTokens,
            Details = nonZero.Count > 0 ? nonZero : null,
        };
    }
}
