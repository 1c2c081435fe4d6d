using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Llm.Testing;

/// <summary>The fake server as a child process, which can be killed in the middle of an answer.</summary>
/// <remarks>Answers as <see cref="EchoScript"/> describes. Ends with the process that started it.</remarks>
public sealed class FakeServerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<RecordedRequest> requests = [];
    private readonly TaskCompletionSource<int> started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FakeServerProcess(Process process) => this.process = process;

    /// <summary>The port.</summary>
    public int Port { get; private set; }

    /// <summary>The base address of the interfaces, such as <c>http://127.0.0.1:1234/v1</c>.</summary>
    public string BaseAddress => $"http://127.0.0.1:{Port}/v1";

    /// <summary>The requests that the server has told of so far, oldest first.</summary>
    public IReadOnlyList<RecordedRequest> Requests => [.. requests];

    /// <summary>Starts the server and waits until it listens.</summary>
    public static async Task<FakeServerProcess> StartAsync()
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(FakeServerProcess).Assembly.Location])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var server = new FakeServerProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        server.process.OutputDataReceived += (_, line) => server.Receive(line.Data);
        server.process.Exited += (_, _) =>
            server.started.TrySetException(new InvalidOperationException("The fake server ended before it listened."));
        server.process.Start();
        server.process.BeginOutputReadLine();
        server.Port = await server.started.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return server;
    }

    /// <summary>Kills the server at once (SIGKILL): clients see their connection break.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Waits until so many requests have come.</summary>
    public async Task WaitForRequestsAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (requests.Count < count) await Task.Delay(5, patience.Token);
    }

    /// <summary>Ends the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    private void Receive(string? line)
    {
        if (line is null) return;
        if (line.StartsWith("PORT ", StringComparison.Ordinal)) started.TrySetResult(int.Parse(line[5..], CultureInfo.InvariantCulture));
        else requests.Enqueue(RequestLine.Read(line));
    }
}
