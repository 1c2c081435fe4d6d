using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Web.Answers;

namespace Llm.Web.Ollama;

/// <summary>Answers of Ollama's interface: lines of JSON, the last of which is done.</summary>
/// <param name="isChat">Whether the answer is that of <c>/api/chat</c> rather than of <c>/api/generate</c>.</param>
/// <param name="clock">Measures how long the answer takes, which the last line says.</param>
internal sealed class OllamaFormat(bool isChat, TimeProvider clock) : IAnswerFormat
{
    private const int NanosecondsPerTick = 100;

    private readonly bool isChat = isChat;

    public bool StreamsLines => true;

    public JsonObject Whole(ServedAnswer answer, AnswerResult result)
    {
        var line = Describe(answer);
        var text = result.Text + MadeFiles.AsMarkdown(result);
        if (isChat)
        {
            var message = new JsonObject { ["role"] = "assistant", ["content"] = text };
            if (result.Reasoning.Length > 0) message["thinking"] = result.Reasoning;
            if (result.Calls.Count > 0) message["tool_calls"] = new JsonArray([.. result.Calls.Select(CallOf)]);
            line["message"] = message;
        }
        else
        {
            line["response"] = text;
            if (result.Reasoning.Length > 0) line["thinking"] = result.Reasoning;
        }

        AddEnd(line, answer, result);
        return line;
    }

    public IAnswerStream Stream(ServedAnswer answer, EventOutput output) => new OllamaStream(this, answer, output);

    private static string TimeOf(ServedAnswer answer) =>
        answer.Created.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    private static JsonObject Describe(ServedAnswer answer) => new() { ["model"] = answer.Model, ["created_at"] = TimeOf(answer) };

    private static JsonObject CallOf(ToolCallPart call) => new()
    {
        ["id"] = call.ToolCallId,
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments.DeepClone() },
    };

    private void AddEnd(JsonObject line, ServedAnswer answer, AnswerResult result)
    {
        line["done"] = true;
        line["done_reason"] = result.End == FinishReason.Length ? "length" : "stop";
        line["total_duration"] = Math.Max(0, (clock.GetUtcNow() - answer.Created).Ticks * NanosecondsPerTick);
        line["prompt_eval_count"] = result.Usage.InputTokens ?? 0;
        line["eval_count"] = result.Usage.OutputTokens ?? 0;
    }

    private sealed class OllamaStream(OllamaFormat format, ServedAnswer answer, EventOutput output) : IAnswerStream
    {
        private readonly JsonEncodedText model = JsonEncodedText.Encode(answer.Model);
        private readonly JsonEncodedText time = JsonEncodedText.Encode(TimeOf(answer));

        public void Begin()
        {
        }

        public void Reasoning(string piece) => WritePiece("thinking"u8, piece);

        public void Text(string piece) => WritePiece(format.isChat ? "content"u8 : "response"u8, piece);

        public void Call(ToolCallPart call)
        {
            if (!format.isChat) return;
            var line = Describe(answer);
            line["message"] = new JsonObject { ["role"] = "assistant", ["content"] = "", ["tool_calls"] = new JsonArray(CallOf(call)) };
            line["done"] = false;
            Write(line);
        }

        public void End(AnswerResult result)
        {
            if (result.Attachments.Count > 0) Text(MadeFiles.AsMarkdown(result));
            var line = Describe(answer);
            if (format.isChat) line["message"] = new JsonObject { ["role"] = "assistant", ["content"] = "" };
            else line["response"] = "";
            format.AddEnd(line, answer, result);
            Write(line);
        }

        public void Fail(ServedError error) => Write(OllamaErrors.Write(error));

        private void WritePiece(ReadOnlySpan<byte> member, string piece)
        {
            var json = output.Begin();
            json.WriteStartObject();
            json.WriteString("model"u8, model);
            json.WriteString("created_at"u8, time);
            if (format.isChat)
            {
                json.WriteStartObject("message"u8);
                json.WriteString("role"u8, "assistant"u8);
                // Clients expect the text in every line.
                if (!member.SequenceEqual("content"u8)) json.WriteString("content"u8, ""u8);
                json.WriteString(member, piece);
                json.WriteEndObject();
            }
            else
            {
                if (!member.SequenceEqual("response"u8)) json.WriteString("response"u8, ""u8);
                json.WriteString(member, piece);
            }

            json.WriteBoolean("done"u8, false);
            json.WriteEndObject();
            output.End();
        }

        private void Write(JsonObject line)
        {
            line.WriteTo(output.Begin());
            output.End();
        }
    }
}
