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
        var metadata = streamEvent.ProviderMetadata is { Count: > 0 } given ? given : null;
        // Data of reasoning that comes anew would be a second thought when the caller puts the updates together.
        if (streamEvent.Type == StreamEventType.Reasoning && metadata is not null && !described.Add(part)) metadata = null;
        var saysSomething = streamEvent.Chunk.Length > 0 || metadata is not null;
        var isWithheld = streamEvent.Redacted && !described.Contains(part);
        Part? piece = streamEvent.Type switch
        {
            StreamEventType.Text when saysSomething => new TextPart(streamEvent.Chunk),
            StreamEventType.Reasoning when saysSomething || isWithheld => new ReasoningPart(streamEvent.Chunk),
            StreamEventType.Attachment => new AttachmentPart(streamEvent.Attachment),
            _ => null,
        };
        if (piece is null) return null;
        piece.ProviderMetadata = metadata;
        return ContentWriter.Write(piece, forCaller: true);
    }
}
