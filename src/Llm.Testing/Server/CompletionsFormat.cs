using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Testing;

/// <summary>Writes answers of the old Completions interface.</summary>
internal sealed class CompletionsFormat(FakeAnswer answer, string model) : AnswerFormat(answer, model)
{
    public override JsonObject Whole()
    {
        var body = Chunk(Answer.Text, FinishReason.Value);
        body["usage"] = Usage();
        return body;
    }

    protected override IEnumerable<(string Block, bool IsText)> Events(RecordedRequest request)
    {
        foreach (var piece in Answer.Pieces) yield return (Data(Chunk(piece, null)), true);
        yield return (Data(Chunk("", FinishReason.Value)), false);
        if (request.Json["stream_options"] is JsonObject options && options.Flag("include_usage"))
        {
            var last = Chunk("", null);
            last["choices"] = new JsonArray();
            last["usage"] = Usage();
            yield return (Data(last), false);
        }

        yield return ("data: [DONE]", false);
    }

    private JsonObject Chunk(string text, string? finishReason) => new()
    {
        ["id"] = "cmpl-fake",
        ["object"] = "text_completion",
        ["created"] = Created,
        ["model"] = Model,
        ["choices"] = new JsonArray(
            new JsonObject { ["index"] = 0, ["text"] = text, ["logprobs"] = null, ["finish_reason"] = finishReason }),
    };

    private JsonObject Usage() => new()
    {
        ["prompt_tokens"] = Answer.InputTokens,
        ["completion_tokens"] = Answer.OutputTokens,
        ["total_tokens"] = Answer.InputTokens + Answer.OutputTokens,
    };
}
