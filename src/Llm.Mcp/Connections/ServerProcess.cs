using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using ModelContextProtocol.Client;

namespace Llm.Mcp;

/// <summary>A server's program with its pipes; disposing it ends the program and everything it has started.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>How long a program may take to end by itself when its input is closed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly Process process;
    private readonly TextTail errors = new();
    private readonly TextTail strange = new();
    private bool disposed;

    private ServerProcess(Process process)
    {
        this.process = process;
        Output = new MessageLines(process.StandardOutput.BaseStream, strange);
        Exited = WaitAsync();
        _ = ReadErrorsAsync(process.StandardError);
    }

    /// <summary>What the program reads.</summary>
    public Stream Input => process.StandardInput.BaseStream;

    /// <summary>The messages that the program writes.</summary>
    public Stream Output { get; }

    /// <summary>Ends with the program.</summary>
    public Task Exited { get; }

    /// <summary>The program's exit code; null while it runs.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>The last lines of its standard error.</summary>
    public string Errors => errors.ToString();

    /// <summary>The last lines of its standard output that are no messages.</summary>
    public string Strange => strange.ToString();

    /// <exception cref="McpServerException">The program cannot be started.</exception>
    public static ServerProcess Start(McpServerSettings server, KeyReferences keys)
    {
        var command = server.Command!;
        // The system would call it a program that is not there.
        if (server.WorkingDirectory is { Length: > 0 } folder && !Directory.Exists(folder))
        {
            throw new McpServerException(
                server.Name,
                $"The MCP server '{server.Name}' cannot be started: its working directory {folder} does not exist. "
                + "Correct \"cwd\" of its entry in mcp.json.");
        }

        var start = new ProcessStartInfo(ExecutablePath.Find(command), server.Arguments.Select(keys.Resolve))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = server.WorkingDirectory ?? "",
        };
        // Keys that stand in the user's environment are no business of a server.
        start.Environment.Clear();
        foreach (var (name, value) in StdioClientTransportOptions.GetDefaultEnvironmentVariables()) start.Environment[name] = value;
        foreach (var (name, value) in server.Environment) start.Environment[name] = keys.Resolve(value);
        try
        {
            return new ServerProcess(Process.Start(start)!);
        }
        catch (Exception ex) when (ex is Win32Exception or InvalidOperationException or FileNotFoundException)
        {
            throw new McpServerException(
                server.Name,
                $"The MCP server '{server.Name}' cannot be started: {command}: {Reason(ex)}. Install it, or correct its entry in mcp.json.",
                ex);
        }
    }

    /// <summary>Closes the program's input, waits a little, and ends what does not end by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        var tree = new ProcessTree(process);
        var input = process.StandardInput;
        // On another thread: a program that does not read may hold up the closing.
        _ = Task.Run(() => Close(input));
        for (var waited = TimeSpan.Zero; waited < Grace && tree.IsAlive; waited += Pace) await Task.Delay(Pace);
        if (tree.IsAlive) tree.Kill();
        await Exited.WaitAsync(Grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Exited.IsCompleted) process.Dispose();
    }

    private async Task WaitAsync()
    {
        await process.WaitForExitAsync();
        ExitCode = process.ExitCode;
    }

    private static void Close(StreamWriter input)
    {
        try
        {
            input.Close();
        }
        catch (IOException)
        {
            // It is closed from the other side.
        }
    }

    private async Task ReadErrorsAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer) is > 0 and var count) errors.Append(buffer.AsSpan(0, count));
        }
        catch (Exception ex) when (ex is IOException or ObjectDisposedException)
        {
            // The program has ended.
        }
    }

    private static string Reason(Exception error) => error is Win32Exception { NativeErrorCode: 2 } ? "no such program" : error.Message;
}
