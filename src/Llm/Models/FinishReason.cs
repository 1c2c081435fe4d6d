using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>Why a model ended its answer: one of the reasons below, or the provider's own word for any other.</summary>
public sealed record FinishReason
{
    private readonly Kind kind;

    private FinishReason(string value, Kind kind) => (Value, this.kind) = (value, kind);

    private enum Kind
    {
        Unknown,
        Stop,
        Length,
        ToolCalls,
        ContentFilter,
        Failure,
        Other,
    }

    /// <summary>The answer is complete, or a stop sequence was reached: <c>stop</c>.</summary>
    public static FinishReason Stop { get; } = new("stop", Kind.Stop);

    /// <summary>The limit of tokens was reached: <c>length</c>.</summary>
    public static FinishReason Length { get; } = new("length", Kind.Length);

    /// <summary>The model waits for the results of tools: <c>tool_calls</c>.</summary>
    public static FinishReason ToolCalls { get; } = new("tool_calls", Kind.ToolCalls);

    /// <summary>The provider stopped or withheld the answer because of its content: <c>content_filter</c>.</summary>
    public static FinishReason ContentFilter { get; } = new("content_filter", Kind.ContentFilter);

    /// <summary>The reason as one word.</summary>
    public string Value { get; }

    /// <summary>Whether a part of the answer is missing: the token limit or a content filter ended it.</summary>
    public bool IsCutOff => this == Length || this == ContentFilter;

    /// <summary>Whether the provider or the model failed: <c>error</c>, <c>network_error</c>, <c>abort</c> …</summary>
    public bool IsFailure => kind == Kind.Failure;

    /// <summary>Whether the word is one that a provider is known to use; what a new one means for the answer is not known.</summary>
    public bool IsKnown => kind != Kind.Unknown;

    /// <summary>Converts the word that a provider uses, such as Anthropic's <c>end_turn</c>; null if there is none.</summary>
    /// <remarks>
    /// Upper and lower case are the same. The four reasons above replace the words that mean them; others are kept as received. The word
    /// <c>null</c>, which DashScope sends with every piece, is none.
    /// </remarks>
    public static FinishReason? FromProvider(string? word)
    {
        if (string.IsNullOrEmpty(word) || word == "null") return null;
        // Start-up: the usual word does not need the table.
        return word == Stop.Value ? Stop : FromTable(word);
    }

    /// <summary>
    /// Reads the reason from a payload as the log stores it: of the Chat, Completions, Responses or Messages interface, of Gemini's or
    /// Ollama's, or of a chat client; null if the payload states none.
    /// </summary>
    public static FinishReason? FromPayload(JsonNode? payload) => payload switch
    {
        JsonObject answer when answer["candidates"] is JsonArray candidates => FromCandidates(candidates),
        JsonObject answer when answer.ContainsKey("done") => FromDone(answer),
        JsonObject answer when answer["output"] is JsonArray || answer.Text("object") == "response" => FromResponse(answer),
        // The payload of a streamed answer has the reason at the top level, that of a complete answer in its choices.
        JsonObject answer => FromProvider(
            answer.Text("finish_reason") ?? answer.Text("stop_reason")
                ?? (answer["choices"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault()?.Text("finish_reason")),
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

    /// <summary>Gemini has no reason of its own for calls, of which the payload keeps the names.</summary>
    private static FinishReason? FromCandidates(JsonArray candidates)
    {
        if (candidates.Count == 0 || candidates[0] is not JsonObject candidate) return null;
        var reason = FromProvider(candidate.Text("finishReason"));
        var hasCalls = ((candidate["content"] as JsonObject)?["parts"] as JsonArray ?? []).Any(part => part?["functionCall"] is not null);
        return hasCalls && reason == Stop ? ToolCalls : reason;
    }

    /// <summary>Ollama has no reason of its own for calls either.</summary>
    private static FinishReason? FromDone(JsonObject answer)
    {
        var reason = FromProvider(answer.Text("done_reason"));
        return (answer["message"] as JsonObject)?["tool_calls"] is JsonArray { Count: > 0 } && (reason is null || reason == Stop)
            ? ToolCalls
            : reason;
    }

    private static FinishReason FromTable(string word)
    {
        var kind = KindOf(word.ToLowerInvariant());
        return kind switch
        {
            Kind.Stop => Stop,
            Kind.Length => Length,
            Kind.ToolCalls => ToolCalls,
            Kind.ContentFilter => ContentFilter,
            _ => new FinishReason(word, kind),
        };
    }

    /// <summary>The meaning of the words that providers use, so that a new one differs from a known one.</summary>
    /// <remarks>
    /// Those of OpenAI, Anthropic, Gemini, Mistral, Cohere, DeepSeek, Z.ai, OpenRouter, Together, Baidu and Ollama, and of vLLM, SGLang,
    /// LMDeploy, llama.cpp and text-generation-inference.
    /// </remarks>
    private static Kind KindOf(string word) => word switch
    {
        "stop" or "end_turn" or "stop_sequence" or "stop_token" or "eos" or "eos_token" or "end" or "done" or "normal" or "finished"
            or "complete" or "completed" => Kind.Stop,
        "length" or "max_tokens" or "max_output_tokens" or "max_completion_tokens" or "max_length" or "model_length" or "context_length"
            or "model_context_window_exceeded" => Kind.Length,
        "tool_calls" or "tool_call" or "tool_use" or "function_call" => Kind.ToolCalls,
        "content_filter" or "content_filtered" or "refusal" or "safety" or "recitation" or "blocklist" or "prohibited_content" or "spii"
            or "language" or "image_safety" or "image_prohibited_content" or "image_recitation" or "sensitive" or "moderation"
            or "error_toxic" => Kind.ContentFilter,
        "error" or "network_error" or "server_error" or "internal_error" or "model_error" or "error_limit" or "abort" or "aborted"
            or "cancel" or "cancelled" or "canceled" or "user_cancel" or "failed" or "failure" or "timeout" or "interrupted"
            or "overloaded" or "insufficient_system_resource" or "malformed_function_call" or "malformed_response"
            or "unexpected_tool_call" or "too_many_tool_calls" or "missing_thought_signature" or "no_image" or "image_other" =>
            Kind.Failure,
        "other" or "pause_turn" or "finish_reason_unspecified" => Kind.Other,
        _ => Kind.Unknown,
    };
}
