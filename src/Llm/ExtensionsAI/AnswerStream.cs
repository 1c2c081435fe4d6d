using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Converts the events of an answer to contents as they arrive, except for tool calls and their results.</summary>
internal sealed class AnswerStream
{
    private readonly HashSet<int> described = [];
    private StreamEvent? previous;
    private int reasoning;
    private int unnumbered;

    /// <summary>Converts an event to a content; null if the event has none.</summary>
    public AIContent? Read(StreamEvent streamEvent)
    {
        var content = streamEvent switch
        {
            // Most events are plain pieces, which need neither a part nor metadata.
            TextEvent { ProviderMetadata: null or { Count: 0 } } text => text.Length > 0 ? new TextContent(text.Text) : null,
            TextEvent text => Convert(new TextPart(text.Text), text),
            ReasoningEvent thought => Read(thought),
            AttachmentEvent made => Convert(new AttachmentPart(made.Attachment), made),
            _ => null,
        };
        previous = streamEvent;
        return content;
    }

    private AIContent? Read(ReasoningEvent thought)
    {
        var continues = previous is ReasoningEvent && previous.MessageIndex == thought.MessageIndex;
        if (thought.PartIndex is { } given) reasoning = given;
        // Parts without a number get negative ones, which no part has by itself.
        else if (!continues) reasoning = --unnumbered;
        if (thought.ProviderMetadata is not { Count: > 0 })
        {
            if (thought.Text.Length > 0) return new TextReasoningContent(thought.Text);
            return thought.Redacted && !described.Contains(reasoning) ? new TextReasoningContent("") : null;
        }

        // A caller who combines the updates would take repeated data for a second piece of reasoning.
        if (described.Add(reasoning)) return Convert(new ReasoningPart(thought.Text), thought);
        return thought.Text.Length > 0 ? new TextReasoningContent(thought.Text) : null;
    }

    private static AIContent? Convert(Part part, StreamEvent streamEvent) =>
        ContentWriter.Write(part.WithMetadata(streamEvent.ProviderMetadata), forCaller: true);
}
