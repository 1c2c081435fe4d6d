using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Web.Answers;

namespace Llm.Web.Anthropic;

/// <summary>Answers of Anthropic's Messages interface.</summary>
internal sealed class MessagesFormat : IAnswerFormat
{
    public bool StreamsLines => false;

    public JsonObject Whole(ServedAnswer answer, AnswerResult result)
    {
        var content = new JsonArray();
        if (result.Reasoning.Length > 0)
            content.Add(new JsonObject { ["type"] = "thinking", ["thinking"] = result.Reasoning, ["signature"] = "" });
        var text = result.Text + MadeFiles.AsMarkdown(result);
        if (text.Length > 0) content.Add(new JsonObject { ["type"] = "text", ["text"] = text });
        foreach (var call in result.Calls) content.Add(CallOf(call, call.Arguments.DeepClone()));
        return Describe(answer, content, StopReason(result), UsageOf(result));
    }

    public IAnswerStream Stream(ServedAnswer answer, EventOutput output) => new MessagesStream(answer, output);

    private static JsonObject Describe(ServedAnswer answer, JsonArray content, string? stopReason, JsonObject usage) => new()
    {
        ["id"] = "msg_" + answer.Id,
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = answer.Model,
        ["content"] = content,
        ["stop_reason"] = stopReason,
        ["stop_sequence"] = null,
        ["usage"] = usage,
    };

    private static JsonObject CallOf(ToolCallPart call, JsonNode input) =>
        new() { ["type"] = "tool_use", ["id"] = call.ToolCallId, ["name"] = call.Name, ["input"] = input };

    private static string StopReason(AnswerResult result) =>
        result.End == FinishReason.Length ? "max_tokens"
        : result.End == FinishReason.ContentFilter ? "refusal"
        : result.End == FinishReason.ToolCalls ? "tool_use"
        : "end_turn";

    private static JsonObject UsageOf(AnswerResult? result)
    {
        // Anthropic counts the cached tokens beside the others, not among them.
        var cached = result?.Usage.CachedTokens ?? 0;
        return new JsonObject
        {
            ["input_tokens"] = Math.Max(0, (result?.Usage.InputTokens ?? 0) - cached),
            ["cache_creation_input_tokens"] = 0,
            ["cache_read_input_tokens"] = cached,
            ["output_tokens"] = result?.Usage.OutputTokens ?? 0,
        };
    }

    private sealed class MessagesStream(ServedAnswer answer, EventOutput output) : IAnswerStream
    {
        private int index;
        private string? open;

        public void Begin() => Write("message_start", json =>
        {
            json.WritePropertyName("message"u8);
            Describe(answer, [], null, UsageOf(null)).WriteTo(json);
        });

        public void Reasoning(string piece)
        {
            Open("thinking", new JsonObject { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" });
            WriteDelta("thinking_delta"u8, "thinking"u8, piece);
        }

        public void Text(string piece)
        {
            Open("text", new JsonObject { ["type"] = "text", ["text"] = "" });
            WriteDelta("text_delta"u8, "text"u8, piece);
        }

        public void Call(ToolCallPart call)
        {
            Close();
            Open("tool_use", CallOf(call, new JsonObject()));
            WriteDelta("input_json_delta"u8, "partial_json"u8, CallText.ArgumentsOf(call));
            Close();
        }

        public void End(AnswerResult result)
        {
            if (result.Attachments.Count > 0) Text(MadeFiles.AsMarkdown(result));
            Close();
            Write("message_delta", json =>
            {
                json.WriteStartObject("delta"u8);
                json.WriteString("stop_reason"u8, StopReason(result));
                json.WriteNull("stop_sequence"u8);
                json.WriteEndObject();
                json.WritePropertyName("usage"u8);
                UsageOf(result).WriteTo(json);
            });
            Write("message_stop", _ => { });
        }

        public void Fail(ServedError error)
        {
            AnthropicErrors.Write(error).WriteTo(output.Begin("error"));
            output.End();
        }

        private void Open(string kind, JsonObject block)
        {
            if (open == kind) return;
            Close();
            open = kind;
            Write("content_block_start", json =>
            {
                json.WriteNumber("index"u8, index);
                json.WritePropertyName("content_block"u8);
                block.WriteTo(json);
            });
        }

        private void Close()
        {
            if (open is null) return;
            open = null;
            Write("content_block_stop", json => json.WriteNumber("index"u8, index));
            index++;
        }

        private void WriteDelta(ReadOnlySpan<byte> type, ReadOnlySpan<byte> member, string piece)
        {
            var json = output.Begin("content_block_delta");
            json.WriteStartObject();
            json.WriteString("type"u8, "content_block_delta"u8);
            json.WriteNumber("index"u8, index);
            json.WriteStartObject("delta"u8);
            json.WriteString("type"u8, type);
            json.WriteString(member, piece);
            json.WriteEndObject();
            json.WriteEndObject();
            output.End();
        }

        private void Write(string type, Action<Utf8JsonWriter> write)
        {
            var json = output.Begin(type);
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            write(json);
            json.WriteEndObject();
            output.End();
        }
    }
}
