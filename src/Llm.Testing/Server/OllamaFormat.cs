using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Testing;

/// <summary>Writes answers of an Ollama server, whose stream is made of lines (github.com/ollama/ollama, docs/api.md).</summary>
internal sealed class OllamaFormat(FakeAnswer answer, string model) : AnswerFormat(answer, model)
{
    public override JsonObject Whole()
    {
        var message = Message(Answer.Text);
        if (Answer.Reasoning.Length > 0) message["thinking"] = Answer.Reasoning;
        if (Answer.ToolCalls.Count > 0) message["tool_calls"] = Calls();
        return Last(message);
    }

    protected override FakeReply Reply(IEnumerable<string> blocks) => FakeReply.Lines(blocks);

    protected override IEnumerable<(string Block, bool IsText)> Events(RecordedRequest request)
    {
        foreach (var piece in FakeAnswer.Split(Answer.Reasoning))
        {
            var thinking = Message("");
            thinking["thinking"] = piece;
            yield return (Line(thinking), false);
        }

        foreach (var piece in Answer.Pieces) yield return (Line(Message(piece)), true);
        if (Answer.ToolCalls.Count > 0)
        {
            var calls = Message("");
            calls["tool_calls"] = Calls();
            yield return (Line(calls), false);
        }

        yield return (PythonJson.CompactUnescaped(Last(Message(""))), false);
    }

    private static JsonObject Message(string content) => new() { ["role"] = "assistant", ["content"] = content };

    private JsonArray Calls() => new([.. Answer.ToolCalls.Select(call => new JsonObject
    {
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments.DeepClone() },
    })]);

    private string Line(JsonObject message) => PythonJson.CompactUnescaped(Head(message, isDone: false));

    private JsonObject Last(JsonObject message)
    {
        var line = Head(message, isDone: true);
        line["done_reason"] = FinishReason == FinishReason.ToolCalls ? "stop" : FinishReason.Value;
        line["total_duration"] = 4883583458;
        line["prompt_eval_count"] = Answer.InputTokens;
        line["eval_count"] = Answer.OutputTokens;
        return line;
    }

    private JsonObject Head(JsonObject message, bool isDone) => new()
    {
        ["model"] = Model,
        ["created_at"] = "2026-11-30T12:00:00.123456789Z",
        ["message"] = message,
        ["done"] = isDone,
    };
}
