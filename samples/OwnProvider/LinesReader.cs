using System.Text.Json;
using Llm;
using Llm.Json;
using Llm.Providers.Http;

namespace OwnProvider;

/// <summary>Reads an answer: each line has a piece of the message, and the last one says how it ended.</summary>
internal sealed class LinesReader(ModelContext context) : AnswerReader(context)
{
    private bool isComplete;

    public override bool IsComplete => isComplete;

    public override IEnumerable<StreamEvent> ReadEvent(string name, JsonElement data)
    {
        if (data.Object("message").Text("content") is { Length: > 0 } text) yield return text;
        Context.ResponseModel = data.Text("model");
        if (data.Text("done_reason") is not { } reason) yield break;
        isComplete = true;
        Context.FinishReason = FinishReason.FromProvider(reason);
        Context.Usage = new Usage { InputTokens = data.Integer("prompt_eval_count"), OutputTokens = data.Integer("eval_count") };
    }

    public override IEnumerable<StreamEvent> ReadWhole(JsonElement answer) => ReadEvent(EventStream.DefaultName, answer);
}
