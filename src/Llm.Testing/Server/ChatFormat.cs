using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Testing;

/// <summary>Writes answers of the Chat Completions interface.</summary>
internal sealed class ChatFormat(FakeAnswer answer, string model) : AnswerFormat(answer, model)
{
    public override JsonObject Whole()
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = Answer.Pieces.Count > 0 ? Answer.Text : null };
        if (Answer.Reasoning.Length > 0) message["reasoning_content"] = Answer.Reasoning;
        if (Answer.ToolCalls.Count > 0)
            message["tool_calls"] = new JsonArray([.. Answer.ToolCalls.Select(call => Call(call, PythonJson.Spaced(call.Arguments)))]);
        var body = Head("chat.completion");
        body["choices"] = new JsonArray(
            new JsonObject { ["index"] = 0, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = FinishReason.Value });
        body["usage"] = Usage();
        return body;
    }

    protected override IEnumerable<(string Block, bool IsText)> Events(RecordedRequest request)
    {
        yield return (Delta(new JsonObject { ["role"] = "assistant", ["content"] = "" }), false);
        foreach (var piece in FakeAnswer.Split(Answer.Reasoning))
            yield return (Delta(new JsonObject { ["reasoning_content"] = piece }), false);
        foreach (var piece in Answer.Pieces) yield return (Delta(new JsonObject { ["content"] = piece }), true);
        for (var i = 0; i < Answer.ToolCalls.Count; i++)
        {
            var start = Call(Answer.ToolCalls[i], "");
            start["index"] = i;
            yield return (Delta(new JsonObject { ["tool_calls"] = new JsonArray(start) }), false);
            foreach (var piece in ArgumentPieces(Answer.ToolCalls[i]))
            {
                var more = new JsonObject { ["index"] = i, ["function"] = new JsonObject { ["arguments"] = piece } };
                yield return (Delta(new JsonObject { ["tool_calls"] = new JsonArray(more) }), false);
            }
        }

        yield return (Delta([], FinishReason.Value), false);
        if (request.Json["stream_options"] is JsonObject options && options.Flag("include_usage"))
        {
            var last = Head("chat.completion.chunk");
            last["choices"] = new JsonArray();
            last["usage"] = Usage();
            yield return (Data(last), false);
        }

        yield return ("data: [DONE]", false);
    }

    private static JsonObject Call(ToolCall call, string arguments)
    {
        var json = new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = arguments },
        };
        if (call.ToolCallId is not null) json["id"] = call.ToolCallId;
        return json;
    }

    private string Delta(JsonObject delta, string? finishReason = null)
    {
        var chunk = Head("chat.completion.chunk");
        chunk["choices"] = new JsonArray(
            new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finishReason });
        return Data(chunk);
    }

    private JsonObject Head(string kind) => new() { ["id"] = "chatcmpl-fake", ["object"] = kind, ["created"] = Created, ["model"] = Model };

    private JsonObject Usage() => new()
    {
        ["prompt_tokens"] = Answer.InputTokens,
        ["completion_tokens"] = Answer.OutputTokens,
        ["total_tokens"] = Answer.InputTokens + Answer.OutputTokens,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = Answer.CachedTokens, ["audio_tokens"] = 0 },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = Answer.ReasoningTokens, ["audio_tokens"] = 0 },
    };
}
