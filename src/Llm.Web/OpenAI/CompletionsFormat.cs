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

    public IAnswerStream Stream(ServedAnswer answer, EventOutput output) => new CompletionsStream(
        new ChunkOutput(output, answer, IdOf(answer), "text_completion", sendsUsage));

    private static string IdOf(ServedAnswer answer) => "cmpl-" + answer.Id;

    private sealed class CompletionsStream(ChunkOutput chunks) : IAnswerStream
    {
        public void Begin()
        {
        }

        public void Reasoning(string piece)
        {
        }

        public void Text(string piece) => WriteText(piece, null);

        public void Call(ToolCallPart call)
        {
        }

        public void End(AnswerResult result)
        {
            WriteText("", result.End.Value);
            chunks.Finish(result);
        }

        public void Fail(ServedError error) => chunks.Fail(error);

        private void WriteText(string text, string? reason)
        {
            var json = chunks.Begin();
            json.WriteString("text"u8, text);
            json.WriteNull("logprobs"u8);
            chunks.End(reason);
        }
    }
}
