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

    public IAnswerStream Stream(ServedAnswer answer, EventOutput output) => new ChatStream(answer, output, sendsUsage);

    private static string IdOf(ServedAnswer answer) => "chatcmpl-" + answer.Id;

    /// <summary>Clients know no place for pictures that a model makes, but show those of Markdown.</summary>
    private static string TextOf(AnswerResult result) => result.Text + MadeFiles.AsMarkdown(result);

    private static JsonObject CallOf(ToolCallPart call) => new()
    {
        ["id"] = call.ToolCallId,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = CallText.ArgumentsOf(call) },
    };

    private sealed class ChatStream(ServedAnswer answer, EventOutput output, bool sendsUsage) : IAnswerStream
    {
        // The members that every chunk repeats are encoded once.
        private readonly JsonEncodedText id = JsonEncodedText.Encode(IdOf(answer));
        private readonly JsonEncodedText model = JsonEncodedText.Encode(answer.Model);
        private int calls;

        public void Begin()
        {
            var json = BeginChunk();
            json.WriteString("role"u8, "assistant"u8);
            json.WriteString("content"u8, ""u8);
            EndChunk(json, null);
        }

        public void Reasoning(string piece)
        {
            var json = BeginChunk();
            json.WriteString("reasoning_content"u8, piece);
            EndChunk(json, null);
        }

        public void Text(string piece)
        {
            var json = BeginChunk();
            json.WriteString("content"u8, piece);
            EndChunk(json, null);
        }

        public void Call(ToolCallPart call)
        {
            var json = BeginChunk();
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
            EndChunk(json, null);
        }

        public void End(AnswerResult result)
        {
            if (result.Attachments.Count > 0) Text(MadeFiles.AsMarkdown(result));
            EndChunk(BeginChunk(), result.End.Value);
            if (sendsUsage)
            {
                OpenAIUsage.WriteChunk(BeginObject(), result);
                output.End();
            }

            output.Done();
        }

        public void Fail(ServedError error)
        {
            OpenAIErrors.Write(error).WriteTo(output.Begin());
            output.End();
            output.Done();
        }

        private Utf8JsonWriter BeginObject()
        {
            var json = output.Begin();
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteString("object"u8, "chat.completion.chunk"u8);
            json.WriteNumber("created"u8, answer.CreatedSeconds);
            json.WriteString("model"u8, model);
            return json;
        }

        private Utf8JsonWriter BeginChunk()
        {
            var json = BeginObject();
            json.WriteStartArray("choices"u8);
            json.WriteStartObject();
            json.WriteNumber("index"u8, 0);
            json.WriteStartObject("delta"u8);
            return json;
        }

        private void EndChunk(Utf8JsonWriter json, string? reason)
        {
            json.WriteEndObject();
            json.WriteString("finish_reason"u8, reason);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            output.End();
        }
    }
}
