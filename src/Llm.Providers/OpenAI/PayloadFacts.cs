using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.OpenAI;

/// <summary>Reads the metadata in payloads of all three interfaces, both of complete and of streamed answers.</summary>
internal static class PayloadFacts
{
    public static AnswerFacts? Read(JsonNode payload)
    {
        if (payload is not JsonObject answer) return null;
        var usage = answer["usage"] as JsonObject;
        return new AnswerFacts
        {
            Id = answer.Text("id"),
            Model = answer.Text("model"),
            FinishReason = answer.Text("object") == "response" ? OfResponse(answer) : OfChat(answer),
            CachedTokens = Detail(usage, "prompt_tokens_details", "input_tokens_details", "cached_tokens"),
            ReasoningTokens = Detail(usage, "completion_tokens_details", "output_tokens_details", "reasoning_tokens"),
        };
    }

    /// <summary>The payload of a streamed answer has the reason at the top level, that of a complete answer in its choices.</summary>
    private static string? OfChat(JsonObject answer) =>
        answer.Text("finish_reason") ?? (answer["choices"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault()?.Text("finish_reason");

    /// <summary>The Responses interface gives a reason only for cut-off answers, so the other interfaces' terms are used.</summary>
    private static string? OfResponse(JsonObject answer)
    {
        if ((answer["incomplete_details"] as JsonObject)?.Text("reason") is { } reason)
            return reason == "max_output_tokens" ? "length" : reason;
        if (answer.Text("status") != "completed") return answer.Text("status");
        var calls = (answer["output"] as JsonArray ?? []).OfType<JsonObject>().Any(item => item.Text("type") == "function_call");
        return calls ? "tool_calls" : "stop";
    }

    private static int? Detail(JsonObject? usage, string chat, string responses, string name) =>
        ((usage?[chat] ?? usage?[responses]) as JsonObject)?.Integer(name);
}
