using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Reads answers of the Chat Completions interface and collects what the log stores.</summary>
/// <param name="context">Receives what the server reports, such as the id, the finish reason and usage.</param>
public class ChatReader(ModelContext context) : AnswerReader(context)
{
    private static readonly string[] HeadNames = ["id", "object", "model", "created", "index"];

    private readonly ChatDelta delta = new();
    private readonly StringBuilder content = new();
    private readonly Dictionary<int, string?> callIds = [];
    private readonly JsonArray logprobs = [];
    private readonly JsonObject head = [];
    private string? role;
    private string? finishReason;
    private JsonObject? usage;
    private bool started;

    /// <summary>Whether the server has sent a finish reason or the end mark.</summary>
    public override bool IsComplete => IsDone || finishReason is not null;

    /// <inheritdoc/>
    public override StreamEvent? ReadUtf8(string name, ReadOnlySpan<byte> data)
    {
        // The first chunk also contains the id and the model.
        if (!started || delta.ReadText(data) is not { } text) return null;
        role = null;
        content.Append(text);
        return new TextEvent(text);
    }

    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadEvent(string name, JsonElement data)
    {
        if (!started) ReadHead(data);
        Context.ResponseId ??= data.Text("id");
        Context.ResponseModel ??= data.Text("model");
        usage = data.CopyObject("usage") ?? usage;
        var events = new List<StreamEvent>();
        foreach (var choice in data.Items("choices"))
        {
            ReadLogprobs(choice);
            if (choice.Text("finish_reason") is { } reason) Context.FinishReason = FinishReason.FromProvider(finishReason = reason);
            if (choice.Object("delta") is not { ValueKind: JsonValueKind.Object } message)
            {
                AddText(events, choice.Text("text"));
                continue;
            }

            role = message.Text("role");
            ReadAdditional(message, events);
            foreach (var call in message.Items("tool_calls")) ReadToolCall(events, call);
            AddText(events, message.Text("content"));
        }

        return events;
    }

    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadWhole(JsonElement answer)
    {
        var events = new List<StreamEvent>();
        var message = ReadChoice(answer).Object("message");
        usage = answer.CopyObject("usage");
        ReadAdditional(message, events);
        foreach (var call in message.Items("tool_calls"))
        {
            var id = call.Text("id");
            var function = call.Object("function");
            events.Add(new ToolCallNameEvent(function.Text("name") ?? "") { ToolCallId = id });
            events.Add(new ToolCallArgumentsEvent(function.Text("arguments") ?? "") { ToolCallId = id });
        }

        if (message.Text("content") is { } text) events.Add(text);
        return events;
    }

    /// <inheritdoc/>
    public override IEnumerable<StreamEvent> ReadEnd()
    {
        Context.RawJson ??= Combine();
        if (usage is null) return [];
        Context.Usage = ChatUsage.Read(usage);
        return Context.Usage.ReasoningTokens > 0 ? [new ReasoningEvent { Redacted = true }] : [];
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
        Context.RawJson = PayloadTrimming.WithoutNulls(answer.ToNode()!);
        return choice;
    }

    /// <summary>Combines all chunks to one payload, in the form that the Python tool stores.</summary>
    private protected JsonNode Combine()
    {
        var combined = new JsonObject
        {
            ["content"] = content.ToString(),
            ["role"] = role,
            ["finish_reason"] = finishReason,
            ["usage"] = usage?.DeepClone(),
        };
        if (logprobs.Count > 0) combined["logprobs"] = logprobs.DeepClone();
        foreach (var (name, value) in head) combined[name] = value?.DeepClone();
        return PayloadTrimming.WithoutNulls(combined);
    }

    private void ReadHead(JsonElement chunk)
    {
        started = true;
        foreach (var name in HeadNames)
        {
            if (chunk.ValueKind == JsonValueKind.Object && chunk.TryGetProperty(name, out var value)) head[name] = value.ToNode();
        }
    }

    private void ReadLogprobs(JsonElement choice)
    {
        if (choice.Object("logprobs") is not { ValueKind: JsonValueKind.Object } given) return;
        if (!given.TryGetProperty("top_logprobs", out var top)) return;
        logprobs.AddNode(new JsonObject { ["text"] = choice.Text("text"), ["top_logprobs"] = top.ToNode() });
    }

    /// <summary>
    /// Reads a piece of a tool call. Servers differ: they may send the id once or with every piece, arguments may be null or missing,
    /// and several calls may all have the index 0 and differ only by their ids.
    /// </summary>
    private void ReadToolCall(List<StreamEvent> events, JsonElement call)
    {
        var index = call.Integer("index") ?? 0;
        var function = call.Object("function");
        var named = call.Text("id") is { Length: > 0 } given ? given : null;
        if (!callIds.TryGetValue(index, out var id) || (named is not null && named != id && function.Text("name") is { Length: > 0 }))
        {
            id = named;
            callIds[index] = id;
            events.Add(new ToolCallNameEvent(function.Text("name") ?? "") { ToolCallId = id });
        }

        if (function.Text("arguments") is { Length: > 0 } arguments)
        {
            events.Add(new ToolCallArgumentsEvent(arguments) { ToolCallId = id });
        }
    }

    private void AddText(List<StreamEvent> events, string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        content.Append(text);
        events.Add(text);
    }
}
