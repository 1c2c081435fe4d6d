namespace Llm;

/// <summary>The events of an answer so far: one writer adds, any number of readers read along without a lock.</summary>
internal sealed class EventLog
{
    private StreamEvent[] items = new StreamEvent[16];
    private int count;

    /// <summary>Takes an event; only one caller at a time.</summary>
    public void Add(StreamEvent streamEvent)
    {
        if (count == items.Length) Volatile.Write(ref items, [.. items, .. new StreamEvent[count]]);
        items[count] = streamEvent;
        // Readers look at the count first, so what it counts must be there before.
        Volatile.Write(ref count, count + 1);
    }

    /// <summary>The event at that place; null if it has not come yet.</summary>
    public StreamEvent? Find(int index) => index < Volatile.Read(ref count) ? Volatile.Read(ref items)[index] : null;
}
