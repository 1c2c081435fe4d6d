using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Web.Answers;

namespace Llm.Web.OpenAI;

/// <summary>Answers of the older Completions interface, which has nothing but text.</summary>
/// <param name="sendsUsage">Whether a stream ends with the tokens.</param>
internal sealed class CompletionsFormat(bool sendsUsage) : IAnswerFormat
{
    public bool StreamsLines => false;

    public JsonObject Whole(ServedAnswer answer, AnswerResult result) => new()
    {
        ["id"] = IdOf(answer),
        ["object"] = "text_completion",
        ["created"] = answer.CreatedSeconds,
        ["model"] = answer.Model,
        ["choices"] = new JsonArray(new JsonObject
        {
            ["text"] = result.Text,
            ["index"] = 0,
            ["logprobs"] = null,
            ["finish_reason"] = result.End.Value,
        }),
        ["usage"] = OpenAIUsage.Chat(result),
    };

    public IAnswerStream Stream(ServedAnswer answer, EventOutput output) => new CompletionsStream(answer, output, sendsUsage);

    private static string IdOf(ServedAnswer answer) => "cmpl-" + answer.Id;

    private sealed class CompletionsStream(ServedAnswer answer, EventOutput output, bool sendsUsage) : IAnswerStream
    {
        public void Begin()
        {
        }

        public void Reasoning(string piece)
        {
        }

        public void Text(string piece) => WriteChunk(piece, null);

        public void Call(ToolCallPart call)
        {
        }

        public void End(AnswerResult result)
        {
            WriteChunk("", result.End.Value);
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

        private void WriteChunk(string text, string? reason)
        {
            var json = BeginObject();
            json.WriteStartArray("choices"u8);
            json.WriteStartObject();
            json.WriteString("text"u8, text);
            json.WriteNumber("index"u8, 0);
            json.WriteNull("logprobs"u8);
            json.WriteString("finish_reason"u8, reason);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            output.End();
        }

        private Utf8JsonWriter BeginObject()
        {
            var json = output.Begin();
            json.WriteStartObject();
            json.WriteString("id"u8, IdOf(answer));
            json.WriteString("object"u8, "text_completion"u8);
            json.WriteNumber("created"u8, answer.CreatedSeconds);
            json.WriteString("model"u8, answer.Model);
            return json;
        }
    }
}
