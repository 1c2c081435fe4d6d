using System.Runtime.CompilerServices;

namespace Llm;

/// <summary>Takes the events of one answer from the model, one at a time, as its readers ask for them.</summary>
/// <remarks>
/// Whichever reader is first to need an event starts taking it, and all who wait for it continue when it is there. No reader owns the
/// request: one that is cancelled leaves the others, and only the last one stops it. An event costs no allocation here beyond its place in
/// the log.
/// </remarks>
/// <param name="start">Starts the request.</param>
/// <param name="received">Takes each event, before any reader sees it.</param>
/// <param name="finish">Ends the answer, whole or with the error that cut it short; must not throw.</param>
/// <param name="finished">Called after the end, before the readers who wait for it continue; must not throw.</param>
/// <param name="stop">Stops the request.</param>
internal sealed class EventPump(
    Func<CancellationToken, IAsyncEnumerator<StreamEvent>> start,
    Action<StreamEvent> received,
    Action<Exception?> finish,
    Func<Task> finished,
    CancellationTokenSource stop)
{
    private readonly Lock gate = new();
    private readonly List<EventReader> waiting = [];
    private IAsyncEnumerator<StreamEvent>? source;
    private ConfiguredValueTaskAwaitable<bool>.ConfiguredValueTaskAwaiter taking;
    private Action? taken;
    private int readers;
    private bool isTaking;
    private bool isStarted;
    private volatile bool hasEnded;

    /// <summary>The events so far.</summary>
    public EventLog Events { get; } = new();

    /// <summary>Counts a reader, until <see cref="Leave"/>.</summary>
    public void Join()
    {
        lock (gate) readers++;
    }

    /// <summary>Takes a reader off the count; the request stays as it is, for readers to come.</summary>
    public void Leave(EventReader reader)
    {
        lock (gate)
        {
            if (reader.Cancellation == ReaderCancellation.None) readers--;
        }
    }

    /// <summary>Takes events until there is one at the reader's index or the answer has ended; the result says which.</summary>
    public ValueTask<bool> WaitAsync(EventReader reader)
    {
        while (true)
        {
            lock (gate)
            {
                if (Events.Find(reader.Index) is not null) return new(true);
                if (hasEnded) return new(false);
                if (reader.Cancellation == ReaderCancellation.Left) return ValueTask.FromCanceled<bool>(reader.Token);
                if (isTaking) return Enlist(reader);
                isTaking = true;
            }

            Take(MoveNextAsync());
        }
    }

    /// <summary>Stops the request if this was its last reader; otherwise ends the reader alone.</summary>
    public void Cancel(EventReader reader)
    {
        lock (gate)
        {
            if (reader.Cancellation != ReaderCancellation.None || hasEnded) return;
            readers--;
            var isLast = readers == 0 && isStarted;
            reader.Cancellation = isLast ? ReaderCancellation.Stops : ReaderCancellation.Left;
            if (!isLast)
            {
                if (waiting.Remove(reader)) reader.Wake(onThisThread: false);
                return;
            }
        }

        Stop();
    }

    /// <summary>Asks the request to stop; whoever waits, or waits next, sees the end.</summary>
    public void Stop() => _ = stop.CancelAsync();

    private ValueTask<bool> Enlist(EventReader reader)
    {
        waiting.Add(reader);
        return reader.Enlisted();
    }

    private ValueTask<bool> MoveNextAsync() => source is null ? StartAsync() : stop.IsCancellationRequested
        ? ValueTask.FromCanceled<bool>(stop.Token)
        : source.MoveNextAsync();

    // Asynchronous so that what the start sets for the request, such as its span, does not reach the reader.
    private async ValueTask<bool> StartAsync()
    {
        stop.Token.ThrowIfCancellationRequested();
        isStarted = true;
        source = start(stop.Token);
        return await source.MoveNextAsync().ConfigureAwait(false);
    }

    private void Take(ValueTask<bool> next)
    {
        taking = next.ConfigureAwait(false).GetAwaiter();
        if (taking.IsCompleted) Taken();
        else taking.UnsafeOnCompleted(taken ??= Taken);
    }

    private void Taken()
    {
        Exception? error = null;
        try
        {
            if (taking.GetResult())
            {
                Receive();
                return;
            }
        }
        catch (Exception ex)
        {
            error = ex;
        }

        _ = EndAsync(error);
    }

    /// <summary>Stores the event that was taken and wakes who waits for it.</summary>
    private void Receive()
    {
        try
        {
            var current = source!.Current;
            received(current);
            Events.Add(current);
        }
        catch (Exception ex)
        {
            _ = EndAsync(ex);
            return;
        }

        Continue();
    }

    private async Task EndAsync(Exception? error)
    {
        if (source is not null)
        {
            try
            {
                await source.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception ex) when (ex is not OutOfMemoryException)
            {
                // The first error is the one to report.
                error ??= ex;
            }

            source = null;
        }

        finish(error);
        await finished().ConfigureAwait(false);
        hasEnded = true;
        Continue();
    }

    /// <summary>Lets the next event be taken, and wakes who waits.</summary>
    private void Continue()
    {
        EventReader? only = null;
        EventReader[] all = [];
        lock (gate)
        {
            isTaking = false;
            if (waiting.Count == 1) only = waiting[0];
            else if (waiting.Count > 1) all = [.. waiting];
            waiting.Clear();
        }

        only?.Wake(onThisThread: true);
        // What one of several readers does with the event must not keep the others waiting.
        foreach (var reader in all) reader.Wake(onThisThread: false);
    }
}
