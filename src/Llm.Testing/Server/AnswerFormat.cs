using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Testing;

/// <summary>Writes an answer in the form of one interface.</summary>
internal abstract class AnswerFormat(FakeAnswer answer, string model)
{
    protected const long Created = 1700000000;

    protected FakeAnswer Answer { get; } = answer;

    protected string Model { get; } = model;

    protected FinishReason FinishReason => Answer.FinishReason ?? (Answer.ToolCalls.Count > 0 ? FinishReason.ToolCalls : FinishReason.Stop);

    public abstract JsonObject Whole();

    /// <summary>The events of a stream, each with whether it contains a piece of the text.</summary>
    protected abstract IEnumerable<(string Block, bool IsText)> Events(RecordedRequest request);

    public FakeReply Stream(RecordedRequest request)
    {
        var events = Events(request).ToList();
        var reply = Reply(events.Select(item => item.Block)).Slowly(Answer.Pause);
        if (Answer.CutAfterPieces is not { } pieces) return reply;
        var last = pieces == 0 ? -1 : events.Select((item, i) => item.IsText ? i : -1).Where(i => i >= 0).Take(pieces).LastOrDefault(-1);
        var bytes = reply.Writes.Take(last + 1).Sum(write => write.Length);
        return reply.CutAfterBytes(Math.Max(bytes, 1));
    }

    /// <summary>Creates the reply of the events.</summary>
    protected virtual FakeReply Reply(IEnumerable<string> blocks) => FakeReply.Events(blocks);

    protected static string Data(JsonNode data) => $"data: {PythonJson.CompactUnescaped(data)}";

    /// <summary>Splits arguments into small pieces, as real servers send them.</summary>
    protected static IEnumerable<string> ArgumentPieces(ToolCall call) =>
        PythonJson.Spaced(call.Arguments).Chunk(7).Select(piece => new string(piece));
}
