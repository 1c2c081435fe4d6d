using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>Why a model ended its answer: one of the reasons below, or the provider's own word for any other.</summary>
public sealed record FinishReason
{
    private FinishReason(string value) => Value = value;

    /// <summary>The answer is complete, or a stop sequence was reached: <c>stop</c>.</summary>
    public static FinishReason Stop { get; } = new("stop");

    /// <summary>The limit of tokens was reached: <c>length</c>.</summary>
    public static FinishReason Length { get; } = new("length");

    /// <summary>The model waits for the results of tools: <c>tool_calls</c>.</summary>
    public static FinishReason ToolCalls { get; } = new("tool_calls");

    /// <summary>The provider stopped or withheld the answer because of its content: <c>content_filter</c>.</summary>
    public static FinishReason ContentFilter { get; } = new("content_filter");

    /// <summary>The reason as one word.</summary>
    public string Value { get; }

    /// <summary>Whether a part of the answer is missing: the token limit or a content filter ended it.</summary>
    public bool IsCutOff => this == Length || this == ContentFilter;

    /// <summary>Converts the word that a provider uses, such as Anthropic's <c>end_turn</c>; null if it is null or empty.</summary>
    /// <remarks>The words of OpenAI, Anthropic, Gemini, Mistral and Ollama are known; others are kept as received.</remarks>
    [return: NotNullIfNotNull(nameof(word))]
    public static FinishReason? FromProvider(string? word) => word switch
    {
        null or "" => null,
        "stop" or "end_turn" or "stop_sequence" or "STOP" => Stop,
        "length" or "max_tokens" or "max_output_tokens" or "MAX_TOKENS" or "model_length" or "model_context_window_exceeded" => Length,
        "tool_calls" or "tool_use" or "function_call" => ToolCalls,
        "content_filter" or "refusal" or "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "IMAGE_SAFETY" =>
            ContentFilter,
        _ => new FinishReason(word),
    };

    /// <summary>
    /// Reads the reason from a payload as the log stores it: of the Chat, Completions or Responses interface, or of a chat client;
    /// null if the payload states none.
    /// </summary>
    public static FinishReason? FromPayload(JsonNode? payload) => payload switch
    {
        JsonObject answer when answer["output"] is JsonArray || answer.Text("object") == "response" => FromResponse(answer),
        // The payload of a streamed answer has the reason at the top level, that of a complete answer in its choices.
        JsonObject answer => FromProvider(
            answer.Text("finish_reason") ?? (answer["choices"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault()?.Text("finish_reason")),
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>The Responses interface has a status, and a reason only for answers that were cut off.</summary>
    private static FinishReason? FromResponse(JsonObject answer)
    {
        if ((answer["incomplete_details"] as JsonObject)?.Text("reason") is { } reason) return FromProvider(reason);
        if (answer.Text("status") is not "completed" and var status) return FromProvider(status);
        var calls = (answer["output"] as JsonArray ?? []).OfType<JsonObject>().Any(item => item.Text("type") == "function_call");
        return calls ? ToolCalls : Stop;
    }
}
