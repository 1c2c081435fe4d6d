using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Dify.Python;

/// <summary>
/// The process in which the code of a package runs. It is spoken to by lines of JSON: requests go to its standard input, and the pieces of
/// their answers come, mixed, from its standard output.
/// </summary>
/// <remarks>
/// The protocol has no message that stops a request. A request that is cancelled is ignored, and the process is ended once nobody else
/// waits for it. Thread-safe. Disposing it ends the process and those that it started.
/// </remarks>
internal sealed class PackageProcess : IDisposable
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    private readonly PackageProgram program;
    private readonly PackageLimits limits;
    private readonly Process process;
    private readonly ConcurrentDictionary<string, PackageSession> sessions = [];
    private readonly HashSet<string> ignored = [];
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly CancellationTokenSource reading = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TextTail errors = new();
    private readonly Task readingErrors;
    private readonly Timer watch;
    private readonly Lock gate = new();
    private readonly long started = Stopwatch.GetTimestamp();
    private long lastRead = Stopwatch.GetTimestamp();
    private long stray;
    private int lastId;
    // Why the process was ended from here; null while it runs or if it ended by itself.
    private string? reason;
    private bool hasEnded;

    private PackageProcess(PackageProgram program, PackageLimits limits, Process process)
    {
        (this.program, this.limits, this.process) = (program, limits, process);
        watch = new Timer(static state => ((PackageProcess)state!).Look(), this, limits.Pace, limits.Pace);
        readingErrors = ReadErrorsAsync();
        Ended = ReadAsync();
    }

    /// <summary>Whether requests can be sent.</summary>
    public bool IsAlive
    {
        get
        {
            lock (gate) return !hasEnded && reason is null;
        }
    }

    /// <summary>The id of the process.</summary>
    public int Id => process.Id;

    /// <summary>Ends, and never fails, when the process has ended and all requests know it.</summary>
    public Task Ended { get; }

    /// <summary>Starts the process. It takes requests when <see cref="WaitUntilReadyAsync"/> is done.</summary>
    /// <exception cref="LlmException">It cannot be started.</exception>
    public static PackageProcess Start(PackageProgram program, PackageLimits limits) => new(program, limits, program.Start());

    /// <summary>Waits for the first sign of life.</summary>
    /// <exception cref="ProviderException">The process ended, or took too long.</exception>
    public Task WaitUntilReadyAsync(CancellationToken cancellationToken) => ready.Task.WaitAsync(cancellationToken);

    /// <summary>Begins a request, so that the process stays until it is over.</summary>
    /// <returns>The session; null if the process has ended.</returns>
    public PackageSession? Open(PackageRequest request)
    {
        lock (gate)
        {
            if (hasEnded || reason is not null) return null;
            var session = new PackageSession("llm-" + ++lastId, request.Secrets, limits.Unread);
            sessions[session.Id] = session;
            return session;
        }
    }

    /// <summary>Sends a request, and yields the pieces of its answer as they arrive.</summary>
    /// <param name="session">What <see cref="Open"/> returned for the request.</param>
    /// <param name="request">The request.</param>
    /// <param name="times">How long to wait for the first piece, and between two.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ProviderException">The code reported an error, or the process ended or was silent for too long.</exception>
    public async IAsyncEnumerable<JsonElement> InvokeAsync(
        PackageSession session, PackageRequest request, RequestLimits times, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isDone = false;
        try
        {
            await SendAsync(request.ToLine(session.Id), times.IdleTimeout, cancellationToken);
            var patience = Shorter(times.Timeout, times.IdleTimeout);
            while (true)
            {
                JsonElement piece;
                try
                {
                    piece = await session.ReadAsync(patience, cancellationToken);
                }
                catch (TimeoutException)
                {
                    throw ProviderErrorsOf(patience!.Value);
                }
                catch (ProviderException)
                {
                    isDone = true;
                    throw;
                }

                if (piece.ValueKind == JsonValueKind.Undefined) break;
                patience = times.IdleTimeout;
                yield return piece;
            }

            isDone = true;
        }
        finally
        {
            Close(session.Id, isDone);
        }
    }

    /// <summary>Ends the process and those that it started.</summary>
    public void Dispose()
    {
        Stop("was ended, because the program that used it was done");
        Ended.Wait(EndPatience);
    }

    private static TimeSpan? Shorter(TimeSpan? first, TimeSpan? second) =>
        first is null || second < first ? second : first;

    private void Close(string id, bool isDone)
    {
        lock (gate)
        {
            sessions.TryRemove(id, out _);
            if (!isDone) ignored.Add(id);
            // Work that nobody waits for would cost time and money.
            if (ignored.Count == 0 || !sessions.IsEmpty) return;
        }

        Stop("was ended, because its requests were cancelled");
    }

    private async Task SendAsync(byte[] line, TimeSpan? patience, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            var write = WriteAsync(line);
            await (patience is { } time ? write.WaitAsync(time, cancellationToken) : write.WaitAsync(cancellationToken));
        }
        catch (Exception ex) when (ex is OperationCanceledException or TimeoutException)
        {
            // A line of which a part was written makes the next one unreadable.
            Stop("did not read its input");
            if (ex is OperationCanceledException) throw;
        }
        catch (Exception ex) when (ex is IOException or ObjectDisposedException)
        {
            // The process has ended, which the request learns from its session.
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task WriteAsync(byte[] line)
    {
        // A write waits if the process does not read, and does not always respect the token.
        await Task.Run(() => process.StandardInput.BaseStream.Write(line));
        await process.StandardInput.BaseStream.FlushAsync(CancellationToken.None);
    }

    private async Task ReadAsync()
    {
        await Task.Yield();
        try
        {
            var lines = new PackageLines(process.StandardOutput.BaseStream, limits.Line);
            while (await lines.ReadAsync(reading.Token) is { } line) Read(line);
        }
        catch (InvalidDataException)
        {
            Stop($"sent a line of more than {limits.Line >> 20} MB");
        }
        catch (Exception ex) when (ex is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The process has ended.
        }

        await EndAsync();
    }

    private void Read(ReadOnlyMemory<byte> line)
    {
        Volatile.Write(ref lastRead, Stopwatch.GetTimestamp());
        var text = line.Span.Trim(" \t\r"u8);
        if (text.IsEmpty) return;
        JsonElement message = default;
        try
        {
            if (text[0] == '{') message = JsonText.ParseElement(text);
        }
        catch (JsonException)
        {
            // A stray line that begins with a brace.
        }

        switch (message.ValueKind == JsonValueKind.Object ? message.Text("event") : null)
        {
            case "session":
                if (ReadSession(message, line.Length)) return;
                break;
            case "heartbeat":
                ready.TrySetResult();
                break;
            case "error":
                Fail(message.Text("session_id"), message.Object("data").Text("error") ?? "an error without words");
                break;
        }

        // The description at the start, the log and signs of life are no part of an answer either, but rare.
        if ((stray += line.Length) > limits.Stray) Stop($"sent more than {limits.Stray >> 20} MB that are no part of an answer");
    }

    /// <summary>Reads a part of an answer; returns false if nobody waits for it.</summary>
    private bool ReadSession(JsonElement message, int length)
    {
        var data = message.Object("data");
        var (id, type) = (message.Text("session_id") ?? "", data.Text("type"));
        if (!sessions.TryGetValue(id, out var session))
        {
            if (type == "end")
                lock (gate) ignored.Remove(id);
            return false;
        }

        switch (type)
        {
            case "stream":
                stray = 0;
                data.TryGetProperty("data", out var piece);
                if (session.TryAdd(piece, length)) return true;
                session.End(Error($"sent an answer of which more than {limits.Unread >> 20} MB wait to be read", session.Secrets));
                return true;
            case "end":
                session.End();
                return true;
            case "error":
                session.End(PackageErrors.Reported(program.Title, data.Object("data"), session.Secrets));
                return true;
            case "invoke":
                _ = RefuseAsync(id, data.Object("data"));
                return false;
            default:
                return false;
        }
    }

    /// <summary>An error that is not about an answer: the SDK could not read a line.</summary>
    private void Fail(string? id, string words)
    {
        errors.Append(words + "\n");
        foreach (var (name, session) in sessions)
            if (name == id || (id is null && sessions.Count == 1))
                session.End(Error("reported an error: " + words, session.Secrets));
    }

    /// <summary>Refuses a call of the code back to Dify. It waits for the answer, so one is needed.</summary>
    private async Task RefuseAsync(string session, JsonElement call)
    {
        var type = call.Text("type") ?? "something";
        foreach (var kind in (string[])["error", "end"])
        {
            var data = new JsonObject
            {
                ["backwards_request_id"] = call.Text("backwards_request_id"),
                ["event"] = kind,
                ["message"] = kind == "error" ? $"There is no Dify here that the package could ask for: {type}" : "",
                ["data"] = null,
            };
            var message = new JsonObject { ["session_id"] = session, ["event"] = "backwards_response", ["data"] = data };
            await SendAsync(PackageRequest.ToLine(message), EndPatience, CancellationToken.None);
        }
    }

    /// <summary>Ends a process that takes too long to start, is silent or has too much memory.</summary>
    private void Look()
    {
        try
        {
            if (!ready.Task.IsCompleted && Stopwatch.GetElapsedTime(started) > limits.Start)
            {
                Stop($"was not ready after {limits.Start.TotalSeconds:0.#} s");
            }
            else if (Stopwatch.GetElapsedTime(Volatile.Read(ref lastRead)) > limits.Silence)
            {
                Stop($"sent nothing for {limits.Silence.TotalSeconds:0.#} s, no sign of life either");
            }
            else
            {
                process.Refresh();
                if (process.WorkingSet64 > limits.Memory) Stop($"used more than {limits.Memory >> 20} MB of memory");
            }
        }
        catch (Exception ex) when (ex is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            StopReading();
        }
    }

    /// <summary>Ends the reading after the process has ended, because one that it started can keep its output open.</summary>
    private void StopReading()
    {
        lock (gate)
            if (!hasEnded)
                reading.CancelAfter(EndPatience);
    }

    /// <summary>Ends the process; the first reason counts.</summary>
    private void Stop(string why)
    {
        lock (gate)
        {
            if (hasEnded || reason is not null) return;
            reason = why;
        }

        new ProcessTree(process).Kill();
        StopReading();
    }

    /// <summary>Lets all requests know that the process has ended, or has closed its output.</summary>
    private async Task EndAsync()
    {
        using var time = new CancellationTokenSource(EndPatience);
        await process.WaitForExitAsync(time.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await readingErrors.WaitAsync(EndPatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // A process that only closed its output can do nothing more.
        if (!process.HasExited) Stop("closed its output");
        List<PackageSession> open;
        lock (gate)
        {
            reason ??= $"ended with exit code {process.ExitCode}";
            hasEnded = true;
            open = [.. sessions.Values];
        }

        await watch.DisposeAsync();
        ready.TrySetException(EndedError([]));
        // Nobody may have waited for it.
        _ = ready.Task.Exception;
        foreach (var session in open) session.End(EndedError(session.Secrets));
        reading.Dispose();
        if (process.HasExited) process.Dispose();
    }

    private ProviderException EndedError(IReadOnlyList<string> secrets) => Error(reason ?? "has ended", secrets);

    private ProviderException Error(string words, IReadOnlyList<string> secrets)
    {
        var advice = Environment.ProcessId == 1
            ? " The code of packages ends if its parent is the first process: start the container with an init process."
            : "";
        var tail = errors.ToString();
        var text = $"The Python code of {program.Title} {words}.{advice}" + (tail.Length > 0 ? $" It wrote:\n{tail}" : "");
        return new ProviderException(PackageErrors.Hide(text, secrets)) { Kind = ProviderErrorKind.Network };
    }

    private ProviderException ProviderErrorsOf(TimeSpan patience) => Error(
        $"sent no part of the answer for {patience.TotalSeconds:0.###} s, so the request was stopped; the settings 'timeout' and "
        + "'idle_timeout' allow more time",
        []);

    private async Task ReadErrorsAsync()
    {
        var buffer = new char[4096];
        var reader = new StreamReader(process.StandardError.BaseStream, Encoding.UTF8);
        try
        {
            while (await reader.ReadAsync(buffer) is > 0 and var count) errors.Append(buffer.AsSpan(0, count));
        }
        catch (Exception ex) when (ex is IOException or ObjectDisposedException)
        {
            // The process has ended.
        }
    }
}
