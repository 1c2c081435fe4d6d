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
        if (streamEvent is ReasoningEvent && metadata is not null && !described.Add(part)) metadata = null;
        Part? piece = streamEvent switch
        {
            TextEvent text when text.Text.Length > 0 || metadata is not null => new TextPart(text.Text) { ProviderMetadata = metadata },
            ReasoningEvent reasoning when reasoning.Text.Length > 0 || metadata is not null || IsWithheld(reasoning) =>
                new ReasoningPart(reasoning.Text) { ProviderMetadata = metadata },
            AttachmentEvent made => new AttachmentPart(made.Attachment) { ProviderMetadata = metadata },
            _ => null,
        };
        return piece is null ? null : ContentWriter.Write(piece, forCaller: true);

        bool IsWithheld(ReasoningEvent reasoning) => reasoning.Redacted && !described.Contains(part);
    }
}
