using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Web.Answers;

namespace Llm.Web.OpenAI;

/// <summary>Answers of the Chat Completions interface.</summary>
/// <param name="sendsUsage">Whether a stream ends with the tokens, which clients must ask for.</param>
internal sealed class ChatFormat(bool sendsUsage) : IAnswerFormat
{
    public bool StreamsLines => false;

    public JsonObject Whole(ServedAnswer answer, AnswerResult result)
    {
        var text = TextOf(result);
        var message = new JsonObject { ["role"] = "assistant", ["content"] = text.Length == 0 && result.Calls.Count > 0 ? null : text };
        if (result.Reasoning.Length > 0) message["reasoning_content"] = result.Reasoning;
        message["refusal"] = null;
        if (result.Calls.Count > 0) message["tool_calls"] = new JsonArray([.. result.Calls.Select(CallOf)]);
        return new JsonObject
        {
            ["id"] = IdOf(answer),
            ["object"] = "chat.completion",
            ["created"] = answer.CreatedSeconds,
            ["model"] = answer.Model,
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = message,
                ["logprobs"] = null,
                ["finish_reason"] = result.End.Value,
            }),
            ["usage"] = OpenAIUsage.Chat(result),
        };
    }

    public IAnswerStream Stream(ServedAnswer answer, EventOutput output) => new ChatStream(
        new ChunkOutput(output, answer, IdOf(answer), "chat.completion.chunk", sendsUsage));

    private static string IdOf(ServedAnswer answer) => "chatcmpl-" + answer.Id;

    /// <summary>Clients know no place for pictures that a model makes, but show those of Markdown.</summary>
    private static string TextOf(AnswerResult result) => result.Text + MadeFiles.AsMarkdown(result);

    private static JsonObject CallOf(ToolCallPart call) => new()
    {
        ["id"] = call.ToolCallId,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = CallText.ArgumentsOf(call) },
    };

    private sealed class ChatStream(ChunkOutput chunks) : IAnswerStream
    {
        private int calls;

        public void Begin()
        {
            var json = BeginDelta();
            json.WriteString("role"u8, "assistant"u8);
            json.WriteString("content"u8, ""u8);
            EndDelta(json);
        }

        public void Reasoning(string piece)
        {
            var json = BeginDelta();
            json.WriteString("reasoning_content"u8, piece);
            EndDelta(json);
        }

        public void Text(string piece)
        {
            var json = BeginDelta();
            json.WriteString("content"u8, piece);
            EndDelta(json);
        }

        public void Call(ToolCallPart call)
        {
            var json = BeginDelta();
            json.WriteStartArray("tool_calls"u8);
            json.WriteStartObject();
            json.WriteNumber("index"u8, calls++);
            json.WriteString("id"u8, call.ToolCallId);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, call.Name);
            json.WriteString("arguments"u8, CallText.ArgumentsOf(call));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            EndDelta(json);
        }

        public void End(AnswerResult result)
        {
            if (result.Attachments.Count > 0) Text(MadeFiles.AsMarkdown(result));
            EndDelta(BeginDelta(), result.End.Value);
            chunks.Finish(result);
        }

        public void Fail(ServedError error) => chunks.Fail(error);

        private Utf8JsonWriter BeginDelta()
        {
            var json = chunks.Begin();
            json.WriteStartObject("delta"u8);
            return json;
        }

        private void EndDelta(Utf8JsonWriter json, string? reason = null)
        {
            json.WriteEndObject();
            chunks.End(reason);
        }
    }
}
