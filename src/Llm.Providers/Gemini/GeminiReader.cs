using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.Gemini;

/// <summary>Reads answers of the Gemini API; the pieces of a stream have the form of a whole answer.</summary>
/// <param name="context">Receives what the server reports, such as the id, the finish reason and usage.</param>
internal sealed class GeminiReader(ModelContext context) : AnswerReader(context)
{
    private readonly GeminiParts parts = new(context);
    private readonly GeminiDelta delta = new();
    // What the log stores: everything but the content and the counts.
    private readonly JsonObject head = [];
    private readonly JsonObject candidate = [];
    private JsonObject? usage;
    private bool started;

    /// <summary>Whether the server has given a finish reason.</summary>
    public override bool IsComplete => Context.FinishReason is not null;

    /// <inheritdoc/>
    public override StreamEvent? ReadUtf8(string name, ReadOnlySpan<byte> data)
    {
        // The first piece has the id and the model, and a text may begin a part.
        if (!started || !parts.IsInText) return null;
        var start = parts.Text.Length;
        var length = delta.ReadText(data, parts.Text);
        return length == 0 ? null : new TextEvent(parts.Text, start, length);
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
        // Without "alt=sse", which a gateway may drop, a stream is a list of pieces.
        if (answer.ValueKind == JsonValueKind.Array) foreach (var piece in answer.EnumerateArray()) Read(piece, events);
        else Read(answer, events);
        return started ? events : throw ProviderErrors.NoAnswer(answer);
    }

    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadEnd()
    {
        var counts = delta.TakeUsage() ?? usage;
        if (counts is not null) Context.Usage = GeminiUsage.Read(counts);
        if (started) Context.RawJson = Payload();
        var isWithheld = Context.Usage?.ReasoningTokens > 0 && !parts.HasThoughts;
        return isWithheld ? [new ReasoningEvent { Redacted = true }] : [];
    }

    private void Read(JsonElement piece, List<StreamEvent> events)
    {
        if (piece.ValueKind != JsonValueKind.Object) return;
        foreach (var member in piece.EnumerateObject())
        {
            switch (member.Name)
            {
                case "candidates":
                    started = true;
                    ReadCandidate(First(member.Value), events);
                    break;
                case "usageMetadata":
                    delta.ForgetUsage();
                    usage = member.Value.ToNode() as JsonObject ?? usage;
                    break;
                default:
                    head[member.Name] = member.Value.ToNode();
                    break;
            }
        }

        Context.ResponseId ??= piece.Text("responseId");
        if (piece.Text("modelVersion") is { Length: > 0 } model) Context.ResponseModel = Context.ResolvedModel = model;
        ThrowIfBlocked(piece.Object("promptFeedback"));
    }

    /// <summary>The candidate that counts: there is only one unless more were asked for.</summary>
    private static JsonElement First(JsonElement candidates)
    {
        if (candidates.ValueKind != JsonValueKind.Array) return default;
        foreach (var item in candidates.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object && item.Integer("index") is null or 0) return item;
        }

        return default;
    }

    private void ReadCandidate(JsonElement given, List<StreamEvent> events)
    {
        if (given.ValueKind != JsonValueKind.Object) return;
        foreach (var member in given.EnumerateObject())
        {
            if (member.Name != "content") candidate[member.Name] = member.Value.ToNode();
        }

        foreach (var part in given.Object("content").Items("parts")) parts.Read(part, events);
        if (given.Object("groundingMetadata") is { ValueKind: JsonValueKind.Object } grounding) parts.AddGrounding(grounding, events);
        if (FinishReason.FromProvider(given.Text("finishReason")) is not { } reason) return;
        // The interface has no reason of its own for calls.
        Context.FinishReason = reason == FinishReason.Stop && parts.HasCalls ? FinishReason.ToolCalls : reason;
    }

    /// <summary>A prompt that the server refuses has no candidates, only a reason.</summary>
    private static void ThrowIfBlocked(JsonElement feedback)
    {
        if (feedback.Text("blockReason") is not { Length: > 0 } reason) return;
        var words = feedback.Text("blockReasonMessage") is { Length: > 0 } message ? $": {message.TrimEnd('.')}" : "";
        throw new ProviderException(
            $"The server refused the prompt for its content ({reason}){words}. Change the prompt or what it contains.")
        {
            Code = reason,
            Type = "content_filter",
        };
    }

    private JsonObject Payload()
    {
        var payload = new JsonObject();
        var kept = candidate.DeepClone().AsObject();
        // By this, the finish reason of a stored answer is known to be a call.
        if (parts.HasCalls) kept["content"] = new JsonObject { ["parts"] = parts.CallNames.DeepClone() };
        payload["candidates"] = new JsonArray(kept);
        foreach (var (name, value) in head) payload[name] = value?.DeepClone();
        return payload;
    }
}
