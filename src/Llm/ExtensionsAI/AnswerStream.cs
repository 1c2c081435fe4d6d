using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Turns the events of an answer into contents, as they come; tool calls and their results are left to the end.</summary>
internal sealed class AnswerStream
{
    private readonly StreamAssembler assembler = new();
    private readonly HashSet<int> described = [];

    /// <summary>The message that the last event belongs to.</summary>
    public int MessageIndex { get; private set; }

    /// <summary>The content; null if the event brings none.</summary>
    public AIContent? Read(StreamEvent streamEvent)
    {
        MessageIndex = streamEvent.MessageIndex;
        var part = assembler.Add(streamEvent);
        // Metadata that comes again would become a second part when the caller puts the updates together.
        var metadata = streamEvent.ProviderMetadata is { Count: > 0 } given && described.Add(part) ? given : null;
        var saysSomething = streamEvent.Chunk.Length > 0 || metadata is not null;
        Part? piece = streamEvent.Type switch
        {
            StreamEventType.Text when saysSomething => new TextPart(streamEvent.Chunk),
            StreamEventType.Reasoning when saysSomething || (streamEvent.Redacted && !described.Contains(part)) => new ReasoningPart(streamEvent.Chunk),
            StreamEventType.Attachment => new AttachmentPart(streamEvent.Attachment),
            _ => null,
        };
        if (piece is null) return null;
        piece.ProviderMetadata = metadata;
        return ContentWriter.Write(piece, forCaller: true);
    }
}
