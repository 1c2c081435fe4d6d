using System.Text.Json.Nodes;

namespace Llm;

/// <summary>One event of a streamed answer.</summary>
public sealed class StreamEvent(StreamEventType type, string chunk = "")
{
    /// <summary>What this event carries.</summary>
    public StreamEventType Type { get; } = type;

    /// <summary>Text, tool name, JSON fragment or result text, by <see cref="Type"/>.</summary>
    public string Chunk { get; } = chunk;

    /// <summary>Which part of the answer this belongs to; null lets the framework decide by the order of events.</summary>
    public int? PartIndex { get; init; }

    /// <summary>Joins the events of one tool call.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>Whether the provider runs the tool itself.</summary>
    public bool ServerExecuted { get; init; }

    /// <summary>The tool's name, on results.</summary>
    public string? ToolName { get; init; }

    /// <summary>On reasoning with an empty chunk: the provider withholds the reasoning.</summary>
    public bool Redacted { get; init; }

    /// <summary>Data that only the provider understands; merged into the part, a later event wins for each top-level key.</summary>
    public JsonObject? ProviderMetadata { get; init; }

    /// <summary>Which assistant message of this answer the part belongs to.</summary>
    public int MessageIndex { get; init; }

    /// <summary>What the model made, on <see cref="StreamEventType.Attachment"/>.</summary>
    public Attachment? Attachment { get; init; }

    /// <summary>A string is a piece of the answer.</summary>
    public static implicit operator StreamEvent(string text) => new(StreamEventType.Text, text);

    /// <summary>The event that <paramref name="text"/> becomes.</summary>
    public static StreamEvent FromString(string text) => text;

    /// <summary>A piece of the reasoning.</summary>
    public static StreamEvent Reasoning(string chunk) => new(StreamEventType.Reasoning, chunk);
}

/// <summary>What a <see cref="StreamEvent"/> carries.</summary>
public enum StreamEventType
{
    /// <summary>A piece of the answer.</summary>
    Text,

    /// <summary>A piece of the reasoning.</summary>
    Reasoning,

    /// <summary>The name of a tool that the model calls.</summary>
    ToolCallName,

    /// <summary>A piece of the JSON of a tool call's arguments.</summary>
    ToolCallArguments,

    /// <summary>The result of a tool that the provider ran.</summary>
    ToolResult,

    /// <summary>Something that the model made, such as an image. The Python tool has no such event.</summary>
    Attachment,
}
