using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;
using Llm.Providers.OpenAI.Calls;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Reads answers of the Chat Completions interface and collects what the log stores.</summary>
/// <param name="context">Receives what the server reports, such as the id, the finish reason and usage.</param>
public class ChatReader(ModelContext context) : AnswerReader(context)
{
    private static readonly string[] HeadNames = ["id", "object", "model", "created", "index"];

    private readonly ChatDelta delta = new();
    private readonly ChatReasoning reasoning = new();
    private readonly ChatMedia media = new();
    private readonly CallCollector calls = new(context);
    // The events refer to it, and so does the payload if it is large.
    private readonly TextBuffer content = new();
    private readonly JsonArray logprobs = [];
    private readonly JsonObject head = [];
    // A large text of the current answer or chunk, which is not in its JSON.
    private TextEvent? taken;
    private string? role;
    private string? finishReason;
    private JsonObject? usage;
    private bool started;

    /// <summary>Whether the server has sent a finish reason, or its counts, which are known at the end, and the end mark.</summary>
    /// <remarks>Some providers behind OpenRouter give no reason.</remarks>
    public override bool IsComplete => Context.FinishReason is not null || (IsDone && usage is not null);

    /// <inheritdoc/>
    public override StreamEvent? ReadUtf8(string name, ReadOnlySpan<byte> data)
    {
        // The first chunk also contains the id and the model.
        if (!started || reasoning.IsOpen) return null;
        var start = content.Length;
        var length = delta.ReadText(data, content);
        if (length == 0) return null;
        role = null;
        return new TextEvent(content, start, length);
    }

    /// <inheritdoc/>
    internal override byte[]? TakeText(ReadOnlySpan<byte> json, bool isWhole)
    {
        taken = null;
        // Others may look for the text in the JSON.
        if (GetType() != typeof(ChatReader)) return null;
        var start = content.Length;
        var rest = ChatText.Take(json, isWhole ? "message"u8 : "delta"u8, content);
        if (rest is not null) taken = new TextEvent(content, start, content.Length - start);
        return rest;
    }

    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadEvent(string name, JsonElement data)
    {
        if (!started) ReadHead(data);
        Context.ResponseId ??= data.Text("id");
        Context.ResponseModel ??= data.Text("model");
        usage = ReadUsage(data) ?? usage;
        // Start-up: no lists of elements, which are values, and no queries over them.
        var events = new List<StreamEvent>();
        var hasChoices = false;
        JsonElement failed = default;
        foreach (var choice in data.Items("choices"))
        {
            hasChoices = true;
            ReadChoicePiece(choice, events);
            if (failed.ValueKind == JsonValueKind.Undefined && ServerError.Find(choice) is not null) failed = choice;
        }

        if (!hasChoices) ProviderErrors.ThrowIfFlatError(data);
        return failed.ValueKind == JsonValueKind.Undefined ? events : ThenThrow(events, failed);
    }

    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadWhole(JsonElement answer)
    {
        var choice = ReadChoice(answer);
        usage = ReadUsage(answer);
        return ThenThrow(ReadMessage(MessageOf(choice), choice.Text("text")), choice);
    }

    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadEnd()
    {
        Context.Payload ??= Combine();
        var events = new List<StreamEvent>();
        reasoning.Close(events);
        calls.Finish(events);
        media.Finish(events);
        if (usage is not null) Context.Usage = ChatUsage.Read(usage);
        if (Context.Usage?.ReasoningTokens > 0 && !reasoning.HasText) events.Add(new ReasoningEvent { Redacted = true });
        return events;
    }

    /// <summary>Reads what a dialect adds to a message, or to a piece of one; the events precede those of the text.</summary>
    /// <param name="message">The <c>message</c> of an answer or the <c>delta</c> of a chunk; undefined if there is none.</param>
    /// <param name="events">The list to add to.</param>
    protected virtual void ReadAdditional(JsonElement message, ICollection<StreamEvent> events)
    {
    }

    /// <summary>Reads everything but the content of a complete answer, and returns its first choice.</summary>
    /// <exception cref="LlmException">The answer has no choices.</exception>
    private protected JsonElement ReadChoice(JsonElement answer)
    {
        var choice = answer.Items("choices").FirstOrDefault();
        if (choice.ValueKind != JsonValueKind.Object) throw ProviderErrors.NoAnswer(answer);
        Context.FinishReason = FinishReason.FromProvider(choice.Text("finish_reason"));
        Context.ResponseId = answer.Text("id");
        Context.ResponseModel = answer.Text("model");
        var payload = PayloadTrimming.WithoutNulls(answer.ToNode()!);
        Context.Payload = taken is null
            ? new Payload(payload)
            : new Payload(payload, payload["choices"]![0]!["message"]!.AsObject(), "content", Text(taken));
        return choice;
    }

    /// <summary>Combines all chunks to one payload, in the form that the Python tool stores.</summary>
    private protected Payload Combine()
    {
        var isLarge = content.Length >= Utf8Text.Large;
        var combined = new JsonObject
        {
            ["content"] = isLarge ? "" : Content(),
            ["role"] = role,
            ["finish_reason"] = finishReason,
            ["usage"] = usage?.DeepClone(),
        };
        if (logprobs.Count > 0) combined["logprobs"] = logprobs.DeepClone();
        foreach (var (name, value) in head) combined[name] = value?.DeepClone();
        var payload = PayloadTrimming.WithoutNulls(combined).AsObject();
        return isLarge ? new Payload(payload, payload, "content", new Utf8Text(content, 0, content.Length)) : new Payload(payload);
    }

    /// <summary>The events that came with an error, which are kept, and the error.</summary>
    private static IEnumerable<StreamEvent> ThenThrow(List<StreamEvent> events, JsonElement failed)
    {
        foreach (var streamEvent in events) yield return streamEvent;
        ProviderErrors.ThrowIfError(failed);
    }

    /// <summary>The counts, which Moonshot puts in the choice and Groq in a member of its own.</summary>
    private static JsonObject? ReadUsage(JsonElement data)
    {
        if (data.CopyObject("usage") is { } usage) return usage;
        foreach (var choice in data.Items("choices"))
        {
            if (choice.CopyObject("usage") is { } found) return found;
        }

        return data.Object("x_groq").CopyObject("usage");
    }

    /// <summary>The part of a choice that has the content: some servers send <c>message</c> in a stream, and the other way round.</summary>
    private static JsonElement MessageOf(JsonElement choice) =>
        choice.Object("message") is { ValueKind: JsonValueKind.Object } message ? message : choice.Object("delta");

    private void ReadHead(JsonElement chunk)
    {
        started = true;
        foreach (var name in HeadNames)
        {
            if (chunk.ValueKind == JsonValueKind.Object && chunk.TryGetProperty(name, out var value)) head[name] = value.ToNode();
        }
    }

    private void ReadChoicePiece(JsonElement choice, List<StreamEvent> events)
    {
        ReadLogprobs(choice);
        if (FinishReason.FromProvider(choice.Text("finish_reason")) is { } reason)
        {
            finishReason = choice.Text("finish_reason");
            Context.FinishReason = reason;
        }

        if (choice.Object("delta") is { ValueKind: JsonValueKind.Object } piece)
        {
            role = piece.Text("role");
            ReadPiece(piece, events);
        }
        else if (choice.Object("message") is { ValueKind: JsonValueKind.Object } message)
        {
            ReadWholePiece(message, events);
        }
        else
        {
            AddText(events, choice.Text("text") ?? choice.Text("delta"));
        }
    }

    private void ReadPiece(JsonElement piece, List<StreamEvent> events)
    {
        ReadReasoning(piece, events);
        ReadCalls(piece, calls.Add, events);
        ReadContent(piece, events);
        AddText(events, media.Read(piece, events));
    }

    /// <summary>Reads a message that a stream has in place of a piece; the last one may hold all of the answer again.</summary>
    private void ReadWholePiece(JsonElement message, List<StreamEvent> events)
    {
        var text = string.Concat(ChatContent.Read(message).Where(part => !part.IsThinking).Select(part => part.Text));
        var repeats = finishReason is not null && content.Length > 0 && text.StartsWith(Content(), StringComparison.Ordinal);
        if (!repeats) ReadPiece(message, events);
        else AddText(events, text[Content().Length..]);
    }

    private Utf8Text Text(TextEvent piece) => new(content, piece.Start, piece.Length);

    private string Content() => content.GetString(0, content.Length);

    private List<StreamEvent> ReadMessage(JsonElement message, string? text)
    {
        var events = new List<StreamEvent>();
        ReadReasoning(message, events);
        ReadCalls(message, calls.AddWhole, events);
        // Calls precede the text, as in the Python tool.
        calls.Finish(events);
        ReadContent(message, events);
        var transcript = media.Read(message, events);
        if (content.Length == 0) AddText(events, transcript);
        media.Finish(events);
        if (message.ValueKind != JsonValueKind.Object) AddText(events, text);
        return events;
    }

    private void ReadReasoning(JsonElement message, List<StreamEvent> events)
    {
        reasoning.Read(message, events);
        if (reasoning.IsOpen && (taken is not null || HasOther(message))) reasoning.Close(events);
        ReadAdditional(message, events);
    }

    /// <summary>Whether a message, or a piece of one, has more than reasoning.</summary>
    private static bool HasOther(JsonElement message) => message.Items("tool_calls").Any()
        || message.Object("function_call").ValueKind == JsonValueKind.Object || ChatContent.Read(message).Any(part => part.Text.Length > 0)
        || ChatMedia.IsIn(message);

    private static void ReadCalls(
        JsonElement message, Action<CallPiece, ICollection<StreamEvent>> add, List<StreamEvent> events)
    {
        var hasCalls = false;
        foreach (var call in message.Items("tool_calls"))
        {
            hasCalls = true;
            if (call.ValueKind == JsonValueKind.Object) add(CallPiece.Read(call), events);
        }

        if (!hasCalls && message.Object("function_call") is { ValueKind: JsonValueKind.Object } function)
            add(CallPiece.ReadFunction(function), events);
    }

    private void ReadLogprobs(JsonElement choice)
    {
        if (choice.Object("logprobs") is not { ValueKind: JsonValueKind.Object } given) return;
        if (!given.TryGetProperty("top_logprobs", out var top)) return;
        logprobs.AddNode(new JsonObject { ["text"] = choice.Text("text"), ["top_logprobs"] = top.ToNode() });
    }

    private void ReadContent(JsonElement message, List<StreamEvent> events)
    {
        if (taken is not null) events.Add(taken);
        else foreach (var part in ChatContent.Read(message)) AddContent(events, part);
    }

    private void AddContent(List<StreamEvent> events, ContentPiece piece)
    {
        if (piece.IsThinking) reasoning.Add(piece.Text, events);
        else AddText(events, piece.Text);
    }

    private void AddText(List<StreamEvent> events, string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        var start = content.Length;
        content.Append(text);
        events.Add(new TextEvent(content, start, content.Length - start));
    }
}
