using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Sources;

namespace Llm;

/// <summary>One reader of an answer: its place among the events and its cancellation.</summary>
/// <remarks>Reads one event at a time; waiting costs no allocation.</remarks>
internal sealed class EventReader : IValueTaskSource<bool>, IDisposable
{
    private EventPump? pump;
    private EventLog? events;
    private readonly CancellationTokenRegistration registration;
    private ManualResetValueTaskSourceCore<bool> wake;

    /// <param name="pump">The answer; null if it has ended.</param>
    /// <param name="events">Its events.</param>
    /// <param name="index">The index of the first event to read; the largest number waits for the end.</param>
    /// <param name="cancellationToken">Ends this reader, and the request if no other reader is left.</param>
    public EventReader(EventPump? pump, EventLog events, int index, CancellationToken cancellationToken)
    {
        this.pump = pump;
        this.events = events;
        Index = index;
        Token = cancellationToken;
        if (pump is null) return;
        pump.Join();
        registration = cancellationToken.UnsafeRegister(static state => ((EventReader)state!).Cancel(), this);
    }

    /// <summary>The index of the next event.</summary>
    public int Index { get; private set; }

    /// <summary>The reader's token.</summary>
    public CancellationToken Token { get; }

    /// <summary>What became of the reader when its token was cancelled; guarded by the pump.</summary>
    public ReaderCancellation Cancellation { get; set; }

    /// <summary>Reads the next event if it is there.</summary>
    public bool TryRead([MaybeNullWhen(false)] out StreamEvent next)
    {
        next = events?.Find(Index);
        if (next is null) return false;
        Index++;
        return true;
    }

    /// <summary>Waits until the next event is there; false at the end of the answer.</summary>
    /// <exception cref="OperationCanceledException">The reader's token was cancelled, and others still read.</exception>
    public ValueTask<bool> WaitAsync() => pump?.WaitAsync(this) ?? new(events?.Find(Index) is not null);

    /// <inheritdoc/>
    public void Dispose()
    {
        registration.Dispose();
        pump?.Leave(this);
        // Whoever read to the end may keep the reader while it uses the answer, and the events can be large.
        (pump, events) = (null, null);
    }

    /// <summary>The task that <see cref="Wake"/> completes.</summary>
    public ValueTask<bool> Enlisted()
    {
        wake.Reset();
        return new(this, wake.Version);
    }

    /// <summary>Continues the reader.</summary>
    public void Wake(bool onThisThread)
    {
        wake.RunContinuationsAsynchronously = !onThisThread;
        wake.SetResult(true);
    }

    bool IValueTaskSource<bool>.GetResult(short token) => wake.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => wake.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        wake.OnCompleted(continuation, state, token, flags);

    private void Cancel() => pump?.Cancel(this);
}

/// <summary>What became of a reader whose token was cancelled.</summary>
internal enum ReaderCancellation
{
    /// <summary>It was not cancelled.</summary>
    None,

    /// <summary>It stops reading, and the request continues for others.</summary>
    Left,

    /// <summary>It was the last one, so it waits until the request has stopped.</summary>
    Stops,
}
