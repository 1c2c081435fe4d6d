using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Reads the chunks of a streamed answer and collects what the log stores. The Completions interface uses it too.</summary>
/// <param name="context">Receives the finish reason, and the id and the model as soon as a chunk names them.</param>
internal sealed class ChatStream(ModelContext context)
{
    private static readonly string[] HeadNames = ["id", "object", "model", "created", "index"];

    private readonly StringBuilder content = new();
    private readonly Dictionary<int, string?> callIds = [];
    private readonly JsonArray logprobs = [];
    private readonly JsonObject head = [];
    private string? role;
    private string? finishReason;
    private bool started;

    /// <summary>Whether the server has sent the finish reason; until then, the answer is not complete.</summary>
    public bool IsFinished => finishReason is not null;

    /// <summary>The last usage that was received.</summary>
    public JsonObject? Usage { get; private set; }

    /// <summary>Reads a chunk that contains only text; returns null for a chunk that <see cref="Read"/> must read.</summary>
    public string? ReadText(ReadOnlySpan<byte> chunk)
    {
        // The first chunk also contains the id and the model.
        if (!started || ChatDelta.ReadText(chunk) is not { } text) return null;
        role = null;
        content.Append(text);
        return text;
    }

    /// <summary>Reads the events of one chunk.</summary>
    public List<StreamEvent> Read(JsonElement chunk)
    {
        if (!started) ReadHead(chunk);
        context.ResponseId ??= chunk.Text("id");
        context.ResponseModel ??= chunk.Text("model");
        Usage = chunk.CopyObject("usage") ?? Usage;
        var events = new List<StreamEvent>();
        foreach (var choice in chunk.Items("choices"))
        {
            ReadLogprobs(choice);
            if (choice.Text("finish_reason") is { } reason) context.FinishReason = FinishReason.FromProvider(finishReason = reason);
            if (choice.Object("delta") is not { ValueKind: JsonValueKind.Object } delta)
            {
                AddText(events, choice.Text("text"));
                continue;
            }

            role = delta.Text("role");
            foreach (var call in delta.Items("tool_calls")) ReadToolCall(events, call);
            AddText(events, delta.Text("content"));
        }

        return events;
    }

    /// <summary>Combines all chunks to one payload, in the form that the Python tool stores.</summary>
    public JsonNode Combine()
    {
        var combined = new JsonObject
        {
            ["content"] = content.ToString(),
            ["role"] = role,
            ["finish_reason"] = finishReason,
            ["usage"] = Usage?.DeepClone(),
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
