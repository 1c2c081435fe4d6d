using System.Text.Json.Nodes;

namespace Llm.Testing;

/// <summary>Writes answers of the Gemini API, whose stream is made of small whole answers.</summary>
internal sealed class GenerateContentFormat(FakeAnswer answer, string model) : AnswerFormat(answer, model)
{
    private string Reason => FinishReason.Value switch
    {
        "length" => "MAX_TOKENS",
        "content_filter" => "SAFETY",
        "tool_calls" => "STOP",
        var other => other.ToUpperInvariant(),
    };

    public override JsonObject Whole()
    {
        var parts = new List<JsonObject>();
        if (Answer.Reasoning.Length > 0) parts.Add(Thought(Answer.Reasoning));
        if (Answer.Pieces.Count > 0) parts.Add(Text(Answer.Text));
        return Piece([.. parts, .. Calls()], Reason);
    }

    protected override IEnumerable<(string Block, bool IsText)> Events(RecordedRequest request)
    {
        if (Answer.Reasoning.Length > 0)
        {
            foreach (var piece in FakeAnswer.Split(Answer.Reasoning)) yield return (Data(Piece([Thought(piece)])), false);
        }

        foreach (var piece in Answer.Pieces) yield return (Data(Piece([Text(piece)])), true);
        if (Answer.ToolCalls.Count > 0) yield return (Data(Piece([.. Calls()])), false);
        yield return (Data(Piece([Text("")], Reason)), false);
    }

    private static JsonObject Text(string text) => new() { ["text"] = text };

    private static JsonObject Thought(string text) => new() { ["text"] = text, ["thought"] = true };

    /// <summary>The calls, of which the first has the signature (ai.google.dev/gemini-api/docs/thought-signatures).</summary>
    private IEnumerable<JsonObject> Calls()
    {
        foreach (var (index, call) in Answer.ToolCalls.Index())
        {
            var function = new JsonObject { ["name"] = call.Name, ["args"] = call.Arguments.DeepClone(), ["id"] = call.ToolCallId };
            var part = new JsonObject { ["functionCall"] = function };
            if (index == 0) part["thoughtSignature"] = "fake-signature";
            yield return part;
        }
    }

    private JsonObject Piece(IReadOnlyList<JsonObject> parts, string? reason = null)
    {
        var candidate = new JsonObject { ["content"] = new JsonObject { ["parts"] = new JsonArray([.. parts]), ["role"] = "model" } };
        if (reason is not null) candidate["finishReason"] = reason;
        candidate["index"] = 0;
        var usage = new JsonObject { ["promptTokenCount"] = Answer.InputTokens };
        if (Answer.CachedTokens > 0) usage["cachedContentTokenCount"] = Answer.CachedTokens;
        usage["candidatesTokenCount"] = Answer.OutputTokens - Answer.ReasoningTokens;
        if (Answer.ReasoningTokens > 0) usage["thoughtsTokenCount"] = Answer.ReasoningTokens;
        usage["totalTokenCount"] = Answer.InputTokens + Answer.OutputTokens;
        return new JsonObject
        {
            ["candidates"] = new JsonArray(candidate),
            ["usageMetadata"] = usage,
            ["modelVersion"] = Model,
            ["responseId"] = "fake-response",
        };
    }
}
