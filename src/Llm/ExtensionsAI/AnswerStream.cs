using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Converts the events of an answer to contents as they arrive, except for tool calls and their results.</summary>
internal sealed class AnswerStream
{
    private readonly StreamAssembler assembler = new();
    private readonly HashSet<int> described = [];

    /// <summary>The index of the message to which the last event belongs.</summary>
    public int MessageIndex { get; private set; }

    /// <summary>Converts an event to a content; null if the event has none.</summary>
    public AIContent? Read(StreamEvent streamEvent)
    {
        MessageIndex = streamEvent.MessageIndex;
        var part = assembler.Add(streamEvent);
        var metadata = streamEvent.ProviderMetadata is { Count: > 0 } given ? given : null;
        // A caller who combines the updates would take repeated data for a second piece of reasoning.
        if (streamEvent.Type == StreamEventType.Reasoning && metadata is not null && !described.Add(part)) metadata = null;
        var hasContent = streamEvent.Chunk.Length > 0 || metadata is not null;
        var isWithheld = streamEvent.Redacted && !described.Contains(part);
        Part? piece = streamEvent.Type switch
        {
            StreamEventType.Text when hasContent => new TextPart(streamEvent.Chunk),
            StreamEventType.Reasoning when hasContent || isWithheld => new ReasoningPart(streamEvent.Chunk),
            StreamEventType.Attachment => new AttachmentPart(streamEvent.Attachment),
            _ => null,
        };
        if (piece is null) return null;
        piece.ProviderMetadata = metadata;
        return ContentWriter.Write(piece, forCaller: true);
    }
}
