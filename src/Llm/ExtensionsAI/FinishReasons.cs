using System.Text.Json.Nodes;
using Llm.Json;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Tells why an answer ended.</summary>
internal static class FinishReasons
{
    /// <summary>Tool calls, else what the payload says in the forms of OpenAI's interfaces and of the bridge, else an ordinary end.</summary>
    public static ChatFinishReason Of(Response response) => Said(response.RawJson as JsonObject ?? []) switch
    {
        "length" or "max_output_tokens" => ChatFinishReason.Length,
        "content_filter" => ChatFinishReason.ContentFilter,
        _ when response.ToolCalls.Count > 0 => ChatFinishReason.ToolCalls,
        null or "stop" or "tool_calls" => ChatFinishReason.Stop,
        var other => new ChatFinishReason(other),
    };

    private static string? Said(JsonObject payload) =>
        payload.Text("finish_reason")
        ?? ((payload["choices"] as JsonArray ?? []).FirstOrDefault() as JsonObject)?.Text("finish_reason")
        ?? (payload["incomplete_details"] as JsonObject)?.Text("reason");
}
