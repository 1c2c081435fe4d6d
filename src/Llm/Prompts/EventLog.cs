namespace Llm;

/// <summary>The events of an answer so far: one writer, and any number of readers without a lock.</summary>
internal sealed class EventLog
{
    private const int BlockSize = 512;

    // Blocks, because the copies of one array that grows would be many times its size.
    private StreamEvent[][] blocks = [new StreamEvent[16]];
    private int count;

    /// <summary>Adds an event; one caller at a time.</summary>
    public void Add(StreamEvent streamEvent)
    {
        var block = count / BlockSize;
        if (block == blocks.Length) Volatile.Write(ref blocks, Larger(blocks, Math.Max(4, block * 2)));
        var items = blocks[block] ??= new StreamEvent[BlockSize];
        var index = count % BlockSize;
        if (index == items.Length)
        {
            // The first block of most answers is never full.
            Array.Resize(ref items, BlockSize);
            Volatile.Write(ref blocks[block], items);
        }

        items[index] = streamEvent;
        // Readers look at the count first, so the event must be stored before it is counted.
        Volatile.Write(ref count, count + 1);
    }

    /// <summary>The event at an index; null if it has not been received yet.</summary>
    public StreamEvent? Find(int index) =>
        index < Volatile.Read(ref count) ? Volatile.Read(ref Volatile.Read(ref blocks)[index / BlockSize])[index % BlockSize] : null;

    private static StreamEvent[][] Larger(StreamEvent[][] known, int size)
    {
        var larger = new StreamEvent[size][];
        known.CopyTo(larger, 0);
        return larger;
    }

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
                log.Add(text.ToEvent(index, message));
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
