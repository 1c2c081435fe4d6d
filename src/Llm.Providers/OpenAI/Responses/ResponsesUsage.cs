using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.OpenAI.Responses;

/// <summary>Reads usage in the form of the Responses interface.</summary>
internal static class ResponsesUsage
{
    /// <summary>The two totals and the details of each.</summary>
    public static Usage Read(JsonObject usage)
    {
        var details = new JsonObject();
        foreach (var name in (string[])["input_tokens_details", "output_tokens_details"])
        {
            if (usage[name] is JsonObject { Count: > 0 } given) details[name] = given.DeepClone();
        }

        return new Usage
        {
            InputTokens = usage.Integer("input_tokens") ?? 0,
            OutputTokens = usage.Integer("output_tokens") ?? 0,
            Details = details.Count > 0 ? details : null,
        };
    }
}
