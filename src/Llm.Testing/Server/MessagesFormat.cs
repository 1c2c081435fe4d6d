using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Testing;

/// <summary>Writes answers of Anthropic's Messages interface.</summary>
internal sealed class MessagesFormat(FakeAnswer answer, string model) : AnswerFormat(answer, model)
{
    private string StopReason => FinishReason.Value switch
    {
        "stop" => "end_turn",
        "length" => "max_tokens",
        "tool_calls" => "tool_use",
        "content_filter" => "refusal",
        var other => other,
    };

    public override JsonObject Whole() => Message([.. Blocks().Select(block => block.Whole)], StopReason, Answer.OutputTokens);

    protected override IEnumerable<(string Block, bool IsText)> Events(RecordedRequest request)
    {
        yield return (Event("message_start", "message", Message([], null, 1)), false);
        yield return (Event("ping"), false);
        var index = 0;
        foreach (var (whole, start, deltas) in Blocks())
        {
            yield return (Event("content_block_start", "content_block", start, index), false);
            foreach (var delta in deltas) yield return (Event("content_block_delta", "delta", delta, index), whole.Text("type") == "text");
            yield return (Event("content_block_stop", index: index), false);
            index++;
        }

        var end = new JsonObject { ["stop_reason"] = StopReason, ["stop_sequence"] = null };
        yield return (Event("message_delta", "delta", end, usage: Usage(Answer.OutputTokens)), false);
        yield return (Event("message_stop"), false);
    }

    /// <summary>Each block when complete and when it starts in a stream, with the deltas between the two.</summary>
    private IEnumerable<(JsonObject Whole, JsonObject Start, IEnumerable<JsonObject> Deltas)> Blocks()
    {
        if (Answer.Reasoning.Length > 0)
        {
            yield return (
                new() { ["type"] = "thinking", ["thinking"] = Answer.Reasoning, ["signature"] = "fake-signature" },
                new() { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" },
                FakeAnswer.Split(Answer.Reasoning).Select(piece => new JsonObject { ["type"] = "thinking_delta", ["thinking"] = piece })
                    .Append(new JsonObject { ["type"] = "signature_delta", ["signature"] = "fake-signature" }));
        }

        if (Answer.Pieces.Count > 0)
        {
            yield return (
                new() { ["type"] = "text", ["text"] = Answer.Text },
                new() { ["type"] = "text", ["text"] = "" },
                Answer.Pieces.Select(piece => new JsonObject { ["type"] = "text_delta", ["text"] = piece }));
        }

        foreach (var call in Answer.ToolCalls)
        {
            yield return (
                Call(call, call.Arguments.DeepClone().AsObject()),
                Call(call, []),
                ArgumentPieces(call).Select(piece => new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece }));
        }
    }

    private static JsonObject Call(ToolCall call, JsonObject input) =>
        new() { ["type"] = "tool_use", ["id"] = call.ToolCallId ?? "", ["name"] = call.Name, ["input"] = input };

    private JsonObject Message(JsonArray content, string? stopReason, int outputTokens) => new()
    {
        ["id"] = "msg_fake",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = Model,
        ["content"] = content,
        ["stop_reason"] = stopReason,
        ["stop_sequence"] = null,
        ["usage"] = Usage(outputTokens),
    };

    private JsonObject Usage(int outputTokens) => new()
    {
        ["input_tokens"] = Answer.InputTokens,
        ["cache_creation_input_tokens"] = 0,
        ["cache_read_input_tokens"] = Answer.CachedTokens,
        ["output_tokens"] = outputTokens,
    };

    private static string Event(string type, string? name = null, JsonObject? value = null, int? index = null, JsonObject? usage = null)
    {
        var data = new JsonObject { ["type"] = type };
        if (index is not null) data["index"] = index;
        if (name is not null) data[name] = value;
        if (usage is not null) data["usage"] = usage;
        return $"event: {type}\n{Data(data)}";
    }
}
