using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;
using Llm.Providers.OpenAI.Calls;

namespace Llm.Providers.Ollama;

/// <summary>Reads answers of <c>/api/chat</c>; the lines of a stream have the form of a whole answer.</summary>
/// <param name="context">Receives what the server reports.</param>
internal sealed class OllamaReader(ModelContext context) : AnswerReader(context)
{
    private readonly CallCollector calls = new(context);
    private readonly OllamaLine lines = new();
    private readonly JsonArray names = [];
    private readonly TextBuffer text = new();
    private JsonElement last;
    private bool started;

    /// <summary>Whether the server has sent the line that says so; older servers give no reason in it.</summary>
    public override bool IsComplete => last.ValueKind == JsonValueKind.Object;

    /// <inheritdoc/>
    public override StreamEvent? ReadUtf8(string name, ReadOnlySpan<byte> data)
    {
        // The first line has the name of the model.
        if (!started) return null;
        var start = text.Length;
        var length = lines.ReadText(data, text);
        return length == 0 ? null : new TextEvent(text, start, length);
    }

    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadEvent(string name, JsonElement data)
    {
        var events = new List<StreamEvent>();
        Read(data, events);
        if (!started) ProviderErrors.ThrowIfFlatError(data);
        return events;
    }

    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadWhole(JsonElement answer)
    {
        var events = new List<StreamEvent>();
        Read(answer, events);
        return started ? events : throw ProviderErrors.NoAnswer(answer);
    }

    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadEnd()
    {
        var events = new List<StreamEvent>();
        calls.Finish(events);
        if (!IsComplete) return events;
        Context.Usage = new Usage { InputTokens = last.Integer("prompt_eval_count"), OutputTokens = last.Integer("eval_count") };
        var payload = (JsonObject)last.ToNode()!;
        payload.Remove("message");
        // By this, the finish reason of a stored answer is known to be a call.
        if (names.Count > 0) payload["message"] = new JsonObject { ["tool_calls"] = names };
        Context.RawJson = payload;
        Context.FinishReason = FinishReason.FromPayload(payload);
        return events;
    }

    private void Read(JsonElement line, List<StreamEvent> events)
    {
        var message = line.Object("message");
        var isLast = line.ValueKind == JsonValueKind.Object && line.TryGetProperty("done", out var done)
            && done.ValueKind == JsonValueKind.True;
        if (message.ValueKind == JsonValueKind.Object || isLast) started = true;
        if (line.Text("model") is { Length: > 0 } model) Context.ResponseModel = model;
        if (message.Text("thinking") is { Length: > 0 } thoughts) events.Add(new ReasoningEvent(thoughts));
        if (message.Text("content") is { Length: > 0 } content)
        {
            var start = text.Length;
            text.Append(content);
            events.Add(new TextEvent(text, start, text.Length - start));
        }

        foreach (var item in message.Items("tool_calls"))
        {
            // Each call is sent in one piece.
            var call = CallPiece.Read(item);
            calls.AddWhole(call, events);
            names.AddNode(new JsonObject { ["function"] = new JsonObject { ["name"] = call.Name } });
        }

        if (isLast) last = line;
    }
}
