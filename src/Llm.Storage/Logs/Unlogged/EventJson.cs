using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs.Unlogged;

/// <summary>Writes and reads the events of an answer that is under way, one JSON object each.</summary>
internal static class EventJson
{
    public static JsonObject Write(StreamEvent streamEvent)
    {
        var json = streamEvent switch
        {
            TextEvent text => WriteText(text.Text, text),
            ReasoningEvent reasoning => new JsonObject { ["reasoning"] = reasoning.Text, ["redacted"] = reasoning.Redacted },
            ToolCallNameEvent call => new JsonObject { ["call"] = call.Name },
            ToolCallArgumentsEvent arguments => new JsonObject { ["arguments"] = arguments.Json },
            ToolResultEvent result => new JsonObject { ["result"] = result.Output, ["name"] = result.Name },
            AttachmentEvent { Attachment: { } attachment } => new JsonObject { ["attachment"] = attachment.ToJson() },
            _ => new JsonObject { ["attachment"] = null },
        };
        if (streamEvent is ToolEvent tool)
        {
            json["id"] = tool.ToolCallId;
            json["server"] = tool.ServerExecuted;
        }

        if (streamEvent is not TextEvent) AddPlace(json, streamEvent);
        if (streamEvent.ProviderMetadata is { } metadata) json["metadata"] = metadata.DeepClone();
        return json;
    }

    /// <summary>Writes a text that several events of one part brought; <paramref name="first"/> is one of them.</summary>
    public static JsonObject WriteText(string text, TextEvent first)
    {
        var json = new JsonObject { ["text"] = text };
        AddPlace(json, first);
        return json;
    }

    /// <exception cref="LlmException">The object is not an event.</exception>
    public static StreamEvent Read(JsonObject json)
    {
        var (part, message) = (json.Integer("part"), json.Integer("message") ?? 0);
        var (metadata, id, isServer) = (json.CopyObject("metadata"), json.Text("id"), json.Flag("server"));
        if (json.Text("text") is { } text)
            return new TextEvent(text) { PartIndex = part, MessageIndex = message, ProviderMetadata = metadata };
        if (json.Text("reasoning") is { } reasoning)
        {
            var redacted = json.Flag("redacted");
            return new ReasoningEvent(reasoning)
            {
                PartIndex = part,
                MessageIndex = message,
                ProviderMetadata = metadata,
                Redacted = redacted,
            };
        }

        if (json.ContainsKey("attachment"))
        {
            var attachment = json["attachment"] is JsonObject given ? Attachment.FromJson(given) : null;
            return new AttachmentEvent(attachment) { PartIndex = part, MessageIndex = message, ProviderMetadata = metadata };
        }

        if (json.Text("call") is { } call)
        {
            return new ToolCallNameEvent(call)
            {
                PartIndex = part,
                MessageIndex = message,
                ProviderMetadata = metadata,
                ToolCallId = id,
                ServerExecuted = isServer,
            };
        }

        if (json.Text("arguments") is { } arguments)
        {
            return new ToolCallArgumentsEvent(arguments)
            {
                PartIndex = part,
                MessageIndex = message,
                ProviderMetadata = metadata,
                ToolCallId = id,
                ServerExecuted = isServer,
            };
        }

        var result = json.Text("result") ?? throw new LlmException("One of its lines is not an event.");
        return new ToolResultEvent(json.Text("name") ?? "", result)
        {
            PartIndex = part,
            MessageIndex = message,
            ProviderMetadata = metadata,
            ToolCallId = id,
            ServerExecuted = isServer,
        };
    }

    private static void AddPlace(JsonObject json, StreamEvent streamEvent)
    {
        if (streamEvent.PartIndex is { } part) json["part"] = part;
        if (streamEvent.MessageIndex > 0) json["message"] = streamEvent.MessageIndex;
    }
}
