namespace Llm;

/// <summary>The events of an answer so far: one writer, and any number of readers without a lock.</summary>
internal sealed class EventLog
{
    private StreamEvent[] items = new StreamEvent[16];
    private int count;

    /// <summary>Adds an event; one caller at a time.</summary>
    public void Add(StreamEvent streamEvent)
    {
        if (count == items.Length) Volatile.Write(ref items, [.. items, .. new StreamEvent[count]]);
        items[count] = streamEvent;
        // Readers look at the count first, so the event must be stored before it is counted.
        Volatile.Write(ref count, count + 1);
    }

    /// <summary>The event at an index; null if it has not been received yet.</summary>
    public StreamEvent? Find(int index) => index < Volatile.Read(ref count) ? Volatile.Read(ref items)[index] : null;

    /// <summary>The events of an answer that is complete: one for each part, two for a tool call.</summary>
    public static EventLog Of(IReadOnlyList<Message> messages)
    {
        var log = new EventLog();
        var index = 0;
        for (var i = 0; i < messages.Count; i++)
        {
            foreach (var part in messages[i].Parts) Add(log, part, index++, i);
        }

        return log;
    }

    private static void Add(EventLog log, Part part, int index, int message)
    {
        var metadata = part.ProviderMetadata;
        switch (part)
        {
            case TextPart text:
                log.Add(new TextEvent(text.Text) { PartIndex = index, MessageIndex = message, ProviderMetadata = metadata });
                break;
            case ReasoningPart reasoning:
                log.Add(new ReasoningEvent(reasoning.Text)
                {
                    PartIndex = index,
                    MessageIndex = message,
                    ProviderMetadata = metadata,
                    Redacted = reasoning.Redacted,
                });
                break;
            case ToolCallPart call:
                log.Add(new ToolCallNameEvent(call.Name)
                {
                    PartIndex = index,
                    MessageIndex = message,
                    ProviderMetadata = metadata,
                    ToolCallId = call.ToolCallId,
                    ServerExecuted = call.ServerExecuted,
                });
                log.Add(new ToolCallArgumentsEvent(Json.PythonJson.Compact(call.Arguments))
                {
                    PartIndex = index,
                    MessageIndex = message,
                    ToolCallId = call.ToolCallId,
                    ServerExecuted = call.ServerExecuted,
                });
                break;
            case ToolResultPart result:
                log.Add(new ToolResultEvent(result.Name, result.Output)
                {
                    PartIndex = index,
                    MessageIndex = message,
                    ProviderMetadata = metadata,
                    ToolCallId = result.ToolCallId,
                    ServerExecuted = result.ServerExecuted,
                });
                break;
            case AttachmentPart file:
                log.Add(new AttachmentEvent(file.Attachment) { PartIndex = index, MessageIndex = message, ProviderMetadata = metadata });
                break;
        }
    }
}
