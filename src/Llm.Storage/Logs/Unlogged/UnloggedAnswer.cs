using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs.Unlogged;

/// <summary>Keeps one answer in a file until it is in the log.</summary>
/// <remarks>
/// <para>
/// A timer looks at the answer from outside, so an event costs nothing and a slow disk holds up no answer. An answer that ends before the
/// timer first fires costs no file.
/// </para>
/// <para>
/// The file is locked as long as its owner lives, and deleted before it is unlocked: a file that can be locked belongs to nobody. Each
/// line is a JSON object: first the prompt, then what was received; a line that holds a whole response replaces everything before it.
/// </para>
/// </remarks>
internal sealed class UnloggedAnswer : IDisposable
{
    /// <summary>Twice this time is less than the second within which an answer is in the file.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan BetweenSyncs = TimeSpan.FromSeconds(1);

    /// <summary>The number of characters from which a text continues on the next line.</summary>
    private const int LineLength = 16 * 1024;

    private readonly Lock gate = new();
    private readonly UnloggedFolder folder;
    private readonly string id;
    private readonly PendingResponse? answer;
    private readonly Timer? timer;
    private FileStream? file;
    private Task syncing = Task.CompletedTask;
    private long synced;
    private int next;
    private bool isWhole;
    private bool hasEnded;

    /// <summary>Keeps a response that has ended, as soon as <see cref="Keep"/> is called.</summary>
    public UnloggedAnswer(UnloggedFolder folder, string id)
    {
        this.folder = folder;
        this.id = id;
    }

    /// <summary>Keeps an answer that is under way.</summary>
    public UnloggedAnswer(UnloggedFolder folder, PendingResponse answer)
        : this(folder, answer.Id)
    {
        this.answer = answer;
        timer = new Timer(static state => ((UnloggedAnswer)state!).Write(), this, Interval, Interval);
    }

    /// <summary>
    /// Keeps the whole response, which could not be logged, and leaves the file to the next program; a file that already has a part of it
    /// is left even if that fails.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public void Keep(Response response)
    {
        lock (gate)
        {
            if (hasEnded) return;
            try
            {
                file ??= folder.Create(id);
                if (!isWhole) Append(response);
                file.Flush(flushToDisk: true);
            }
            finally
            {
                Leave();
            }
        }
    }

    /// <summary>Ends keeping the answer and leaves the file, as a kill does.</summary>
    public void Abandon()
    {
        lock (gate) Leave();
    }

    /// <summary>Ends keeping the answer, and deletes the file unless it holds a response that could not be logged.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (hasEnded) return;
            var path = file?.Name;
            if (path is not null) folder.Delete(path);
            End();
        }
    }

    private void Leave()
    {
        // The file stays locked until this ends.
        syncing.Wait();
        End();
    }

    private void End()
    {
        hasEnded = true;
        timer?.Dispose();
        file?.Dispose();
    }

    /// <summary>Writes what was received since the last time.</summary>
    private void Write()
    {
        // A write that takes longer than the interval must not make others wait for it.
        if (!gate.TryEnter()) return;
        try
        {
            if (hasEnded || isWhole) return;
            if (answer!.Response is { } response) WriteWhole(response);
            else if (answer.EventsSoFar is { } events) WriteEvents(events);
            Sync();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or LlmException)
        {
            // The answer itself is not affected; the next time may succeed.
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>The answer has ended but is not logged yet, for example because the log is locked.</summary>
    private void WriteWhole(Response response)
    {
        if (response.Messages.Count == 0) return;
        file ??= folder.Create(id);
        Append(response);
        isWhole = true;
    }

    private void WriteEvents(EventLog events)
    {
        if (events.Find(next) is null) return;
        if (file is null)
        {
            file = folder.Create(id);
            Append(answer!.WithoutMessages());
        }

        // An answer that has ended meanwhile is written as a whole, if it is not logged first.
        while (answer!.Response is null && events.Find(next) is { } streamEvent) next = Append(streamEvent, events);
    }

    /// <summary>Appends an event, or the text of several; returns the index of the next one.</summary>
    private int Append(StreamEvent streamEvent, EventLog events)
    {
        var end = next + 1;
        if (streamEvent is not TextEvent { ProviderMetadata: null } text)
        {
            Append(EventJson.Write(streamEvent));
            return end;
        }

        if (text.Length >= Utf8Text.Large && text.Buffer is { } buffer)
        {
            var large = new LargeTexts();
            Append(EventJson.WriteText(large.StandIn(new Utf8Text(buffer, text.Start, text.Length)), text), large);
            return end;
        }

        var joined = new StringBuilder(text.Text);
        while (joined.Length < LineLength
            && events.Find(end) is TextEvent { ProviderMetadata: null, Length: < Utf8Text.Large } more && IsSamePart(text, more))
        {
            joined.Append(more.Text);
            end++;
        }

        Append(EventJson.WriteText(joined.ToString(), text));
        return end;
    }

    private void Append(Response response)
    {
        var large = new LargeTexts();
        Append(folder.Line(response, large), large);
    }

    /// <summary>Appends a line; a failure leaves the file as it was.</summary>
    private void Append(JsonObject line, LargeTexts? large = null)
    {
        var before = file!.Length;
        try
        {
            if (large is { IsUsed: true }) large.Write(PythonJson.Compact(line) + "\n", ascii: true, file.Write);
            else PythonJson.WriteLine(line, file.Write);
        }
        catch (Exception ex)
        {
            Undo(before);
            // The runtime's name for a file that reaches its limit of size.
            if (ex is ArgumentOutOfRangeException) throw new IOException(ex.Message, ex);
            throw;
        }
    }

    private void Undo(long before)
    {
        if (file!.Length > before) file.SetLength(before);
        file.Position = before;
        if (before > 0) return;
        // A file without a prompt would be of no use to anybody.
        folder.Delete(file.Name);
        file.Dispose();
        file = null;
    }

    private void Sync()
    {
        if (file is null || !syncing.IsCompleted || Stopwatch.GetElapsedTime(synced) < BetweenSyncs) return;
        synced = Stopwatch.GetTimestamp();
        var handle = file.SafeFileHandle;
        // Elsewhere, because a busy disk can take seconds while the next lines are written.
        syncing = Task.Run(() => RandomAccess.FlushToDisk(handle));
    }

    private static bool IsSamePart(TextEvent one, TextEvent other) =>
        one.PartIndex == other.PartIndex && one.MessageIndex == other.MessageIndex;
}
