using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Scripting.Python;

/// <summary>A running <c>python3</c> with the host script; both sides write JSON, one object per line.</summary>
internal sealed class PythonProcess : IAsyncDisposable
{
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(1);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Process process;
    private readonly FunctionSettings settings;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonObject>> waiting = [];
    private readonly Task printing;
    private Task reading = Task.CompletedTask;
    private string lastPrinted = "";
    private int lastId;
    private volatile bool ended;
    private int disposed;

    private PythonProcess(Process process, FunctionSettings settings)
    {
        (this.process, this.settings) = (process, settings);
        printing = ForwardOutputAsync();
    }

    /// <summary>Whether functions can be called.</summary>
    public bool IsAlive => !ended;

    /// <summary>Starts Python and loads the text.</summary>
    /// <exception cref="LlmException">Python is missing, or the text is not valid.</exception>
    public static async Task<(PythonProcess Process, JsonArray Functions)> StartAsync(
        FunctionSource source, FunctionSettings settings, CancellationToken cancellationToken)
    {
        var started = new PythonProcess(Start(settings), settings);
        try
        {
            using var stop = cancellationToken.Register(started.Kill);
            var functions = await started.LoadAsync(source, cancellationToken);
            started.reading = started.ReadAsync();
            return (started, functions);
        }
        catch
        {
            started.Kill();
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Runs a function. If the call is cancelled, Python is ended, because nothing else stops a function that does not return.
    /// </summary>
    /// <exception cref="ToolFailedException">Python ended before the function returned.</exception>
    public async Task<JsonObject> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref lastId);
        var answer = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = answer;
        try
        {
            using var stop = cancellationToken.Register(Kill);
            await SendAsync(
                new JsonObject
                {
                    ["id"] = id,
                    ["name"] = call.Name,
                    ["arguments"] = call.Arguments.DeepClone(),
                    ["tool_call_id"] = call.ToolCallId,
                },
                cancellationToken);
            // Python may have ended before the answer was registered.
            if (ended) answer.TrySetException(await EndedAsync());
            return await answer.Task;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (IOException)
        {
            throw await EndedAsync();
        }
        finally
        {
            waiting.TryRemove(id, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1) return;
        ended = true;
        try
        {
            // Python ends when its input ends.
            process.StandardInput.Close();
            using var timeout = new CancellationTokenSource(ExitTimeout);
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (Exception ex) when (ex is IOException or OperationCanceledException)
        {
            Kill();
        }

        await Task.WhenAll(reading, printing).WaitAsync(ExitTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        process.Dispose();
        writing.Dispose();
    }

    private static Process Start(FunctionSettings settings)
    {
        var program = settings.Python ?? "python3";
        // -S: packages are searched only if a function needs one. -X utf8: UTF-8 in every locale.
        string[] arguments = ["-S", "-X", "utf8", "-c", HostScript()];
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        foreach (var variable in settings.WithheldVariables) start.Environment.Remove(variable);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception ex)
        {
            throw new LlmException(
                $"Functions in Python need {program}, which cannot be started: {ex.Message}. Install Python 3, "
                + "or write the functions in C#.", ex);
        }
    }

    private static string HostScript()
    {
        using var stream = typeof(PythonProcess).Assembly.GetManifestResourceStream("host.py")!;
        return new StreamReader(stream).ReadToEnd();
    }

    private async Task<JsonArray> LoadAsync(FunctionSource source, CancellationToken cancellationToken)
    {
        string? line;
        try
        {
            await SendAsync(new JsonObject { ["code"] = source.Text }, cancellationToken);
            line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        }
        catch (IOException)
        {
            line = null;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (line is null)
        {
            await EndedAsync();
            throw new LlmException(
                $"Functions in Python need {Program}, which {Ending()}. Install Python 3, or write the functions in C#.");
        }

        return Answer(line) switch
        {
            { } answer when answer["tools"] is JsonArray tools => tools,
            { } answer when answer["failure"] is JsonObject failure => throw LoadError(source, failure),
            _ => throw new LlmException(
                $"Functions in Python need {Program}, which printed an unexpected line: {line}. Make it print to standard error, "
                + "or write the functions in C#."),
        };
    }

    private string Program => settings.Python ?? "python3";

    /// <summary>Parses a line of the host script; null for a line that it did not write.</summary>
    private static JsonObject? Answer(string line) => JsonText.ParseOrNull(line) as JsonObject;

    private static LlmException LoadError(FunctionSource source, JsonObject failure)
    {
        var message = source.Describe(failure.Text("message")!, failure.Integer("line"), failure.Integer("column"));
        if (failure.Text("module") is { } module)
            message += $"\nInstall it for the python3 that is found first: python3 -m pip install {module}";
        return new LlmException(message);
    }

    private async Task SendAsync(JsonObject message, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            // Not cancellable, because a partly written line would make the next message unreadable.
            await process.StandardInput.WriteLineAsync(PythonJson.Spaced(message).AsMemory(), CancellationToken.None);
            await process.StandardInput.FlushAsync(CancellationToken.None);
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
            {
                if (Answer(line) is { } answer && waiting.TryGetValue(answer.Integer("id") ?? 0, out var call)) call.TrySetResult(answer);
            }
        }
        finally
        {
            ended = true;
            var failure = await EndedAsync();
            foreach (var call in waiting.Values) call.TrySetException(failure);
        }
    }

    /// <summary>Forwards what functions print, and what Python itself prints when it fails.</summary>
    private async Task ForwardOutputAsync()
    {
        while (await process.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (line.Length > 0) lastPrinted = line;
            if (settings.Output is { } output) await output.WriteLineAsync(line);
        }
    }

    private async Task<ToolFailedException> EndedAsync()
    {
        using var timeout = new CancellationTokenSource(ExitTimeout);
        await process.WaitForExitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await printing.WaitAsync(ExitTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new ToolFailedException("PythonEnded", $"Python {Ending()} before the function returned; the next call starts it again");
    }

    private string Ending()
    {
        var ending = process.HasExited ? $"ended with exit code {process.ExitCode}" : "closed its output";
        return lastPrinted.Length > 0 ? $"{ending} ({lastPrinted})" : ending;
    }

    private void Kill()
    {
        ended = true;
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception ex) when (ex is InvalidOperationException or Win32Exception or NotSupportedException or AggregateException)
        {
            // The process has ended or is about to end.
        }
    }
}
