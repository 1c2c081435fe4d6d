using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using ModelContextProtocol.Client;

namespace Llm.Mcp;

/// <summary>A server's program and its pipes; disposing it ends the program and its descendants.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>The time that a program may take to end after its input is closed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly Process process;
    private readonly TextTail errors = new();
    private bool disposed;

    private ServerProcess(Process process)
    {
        this.process = process;
        Exited = WaitAsync();
        _ = ReadErrorsAsync(process.StandardError);
    }

    /// <summary>The standard input of the program.</summary>
    public Stream Input => process.StandardInput.BaseStream;

    /// <summary>The standard output of the program.</summary>
    public Stream Output => process.StandardOutput.BaseStream;

    /// <summary>The text on its standard output that is not a message.</summary>
    public TextTail Stray { get; } = new();

    /// <summary>A task that ends when the program ends.</summary>
    public Task Exited { get; }

    /// <summary>The program's exit code; null while it runs.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>The last lines of its standard error.</summary>
    public string Errors => errors.ToString();

    /// <summary>The last lines of its standard output that are not messages.</summary>
    public string StrayOutput => Stray.ToString();

    /// <exception cref="McpServerException">The program cannot be started.</exception>
    public static ServerProcess Start(McpServerSettings server, KeyReferences keys)
    {
        var command = server.Command!;
        // Otherwise, the system would report that the program does not exist.
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
        // The server must not receive keys that are in the user's environment.
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

    /// <summary>Closes the program's input, waits a short time, and then ends processes that are still running.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        var tree = new ProcessTree(process);
        var input = process.StandardInput;
        // Runs on another thread because closing may block if the program does not read.
        _ = Task.Run(() => Close(input));
        for (var waited = TimeSpan.Zero; waited < Grace && tree.IsAlive; waited += PollInterval) await Task.Delay(PollInterval);
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
            // The other side has closed the pipe.
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

/// <summary>Finds programs as the shell does.</summary>
internal static class ExecutablePath
{
    /// <summary>
    /// Returns the command itself, except on Windows, where programs such as <c>npx</c> are scripts that need their full path to start.
    /// </summary>
    public static string Find(string command)
    {
        if (!OperatingSystem.IsWindows() || Path.HasExtension(command)) return command;
        var folders = command.AsSpan().ContainsAny('/', '\\') ? [""] : Split("PATH");
        return folders.SelectMany(folder => Split("PATHEXT").Select(extension => Path.Combine(folder, command + extension)))
            .FirstOrDefault(File.Exists) ?? command;
    }

    private static string[] Split(string variable) =>
        (Environment.GetEnvironmentVariable(variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
