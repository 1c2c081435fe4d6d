using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Dify.Python;

/// <summary>Reads the pieces of an answer of a language model.</summary>
/// <param name="context">Receives what is reported about the answer.</param>
internal sealed class PythonAnswer(ModelContext context)
{
    private readonly ThinkingText text = new();
    private readonly List<string> calls = [];
    private readonly JsonObject payload = [];

    /// <summary>Whether there was a piece.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>The events of a piece.</summary>
    public List<StreamEvent> Read(JsonElement piece)
    {
        HasBegun = true;
        var events = new List<StreamEvent>();
        Keep(piece, "model");
        Keep(piece, "system_fingerprint");
        context.ResponseModel ??= piece.Text("model");
        // An answer as a whole has the same members without the delta.
        var delta = piece.Object("delta") is { ValueKind: JsonValueKind.Object } part ? part : piece;
        var message = delta.Object("message");
        ReadContent(message, events);
        foreach (var call in message.Items("tool_calls")) ReadCall(call, events);
        ReadOpaque(message, events);
        if (delta.Text("finish_reason") is { Length: > 0 } reason)
        {
            context.FinishReason = FinishReason.FromProvider(reason);
            payload["finish_reason"] = reason;
        }

        if (delta.Object("usage") is { ValueKind: JsonValueKind.Object } usage)
        {
            payload["usage"] = usage.ToNode();
            context.Usage = new Usage
            {
                InputTokens = usage.Integer("prompt_tokens"),
                OutputTokens = usage.Integer("completion_tokens"),
            };
        }

        return events;
    }

    /// <summary>The events of what was held back, and what the log keeps.</summary>
    public List<StreamEvent> Finish()
    {
        var events = new List<StreamEvent>();
        text.Finish(events);
        context.RawJson = payload;
        return events;
    }

    private void Keep(JsonElement piece, string name)
    {
        if (piece.Text(name) is { Length: > 0 } value) payload[name] = value;
    }

    private void ReadContent(JsonElement message, List<StreamEvent> events)
    {
        if (message.Text("content") is { Length: > 0 } words) text.Add(words, events);
        foreach (var item in message.Items("content"))
        {
            if (item.Text("data") is { Length: > 0 } data && item.Text("type") == "text") text.Add(data, events);
            else if (AttachmentOf(item) is { } attachment) events.Add(new AttachmentEvent(attachment));
        }
    }

    private static Attachment? AttachmentOf(JsonElement item)
    {
        var type = item.Text("mime_type");
        if (item.Text("base64_data") is { Length: > 0 } data)
        {
            try
            {
                return Attachment.FromBytes(Convert.FromBase64String(data), type);
            }
            catch (FormatException ex)
            {
                throw new ProviderException("The package sent something that is not base64.", ex);
            }
        }

        return item.Text("url") is { Length: > 0 } url ? Attachment.FromUrl(url, type) : null;
    }

    /// <summary>
    /// Reads a call or a piece of one: a piece has the id of its call, or none if it continues the last one. The SDK's base class sends
    /// whole calls, other packages pieces.
    /// </summary>
    private void ReadCall(JsonElement call, List<StreamEvent> events)
    {
        text.Finish(events);
        var function = call.Object("function");
        var id = call.Text("id");
        var name = function.Text("name") ?? "";
        var isNew = string.IsNullOrEmpty(id) ? calls.Count == 0 || name.Length > 0 : !calls.Contains(id);
        if (isNew)
        {
            if (string.IsNullOrEmpty(id)) id = context.CreateToolCallId();
            calls.Add(id);
            events.Add(new ToolCallNameEvent(name) { ToolCallId = id });
        }
        else if (string.IsNullOrEmpty(id))
        {
            id = calls[^1];
        }

        if (function.Text("arguments") is { Length: > 0 } arguments) events.Add(new ToolCallArgumentsEvent(arguments) { ToolCallId = id });
    }

    /// <summary>Keeps what the package wants back with the next request, on the last part that there is.</summary>
    private void ReadOpaque(JsonElement message, List<StreamEvent> events)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty(PythonMessages.Opaque, out var opaque)
            || opaque.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) return;
        var metadata = new JsonObject
        {
            [PythonMessages.Metadata] = new JsonObject { [PythonMessages.Opaque] = opaque.ToNode() },
        };
        events.Add(calls.Count > 0
            ? new ToolCallArgumentsEvent("") { ToolCallId = calls[^1], ProviderMetadata = metadata }
            : new TextEvent("") { ProviderMetadata = metadata });
    }
}
