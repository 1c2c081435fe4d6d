using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Tells why an answer ended.</summary>
internal static class FinishReasons
{
    /// <summary>What the provider says where it cut the answer short, else tool calls, else an ordinary end.</summary>
    public static ChatFinishReason Of(Response response) => Said(response) switch
    {
        "length" => ChatFinishReason.Length,
        "content_filter" => ChatFinishReason.ContentFilter,
        _ when response.ToolCalls.Count > 0 => ChatFinishReason.ToolCalls,
        null or "stop" or "tool_calls" => ChatFinishReason.Stop,
        var other => new ChatFinishReason(other),
    };

    private static string? Said(Response response) =>
        response.RawJson is { } payload ? response.Model.ReadFacts(payload)?.FinishReason : null;
}
