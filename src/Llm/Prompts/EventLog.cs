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
}
