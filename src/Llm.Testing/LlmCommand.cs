using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Llm.Testing;

/// <summary>The installed command <c>llm</c> on a user directory of a test's own.</summary>
/// <remarks>
/// Each run is a process with an environment in which no setting of the machine's user counts: variables that begin with <c>LLM_</c>,
/// <c>OPENAI_</c>, <c>GEMINI_</c>, <c>GOOGLE_</c> or <c>MSBUILD</c> are left out. An instance can be used by several threads once its
/// properties are set.
/// </remarks>
public sealed class LlmCommand
{
    /// <summary>The environment variable that names the program to test in place of the one on the path.</summary>
    public const string ProgramVariable = "LLM_COMMAND";

    private readonly string userPath;

    /// <summary>Finds the command.</summary>
    /// <param name="userPath">The user directory, such as <see cref="TemporaryUserDirectory.Path"/>.</param>
    /// <param name="program">
    /// The path of the program; null takes the one that the environment variable <c>LLM_COMMAND</c> names, or else <c>llm</c> on the path.
    /// </param>
    /// <exception cref="LlmException">There is no such program.</exception>
    public LlmCommand(string userPath, string? program = null)
    {
        this.userPath = userPath;
        Program = program ?? Find();
    }

    /// <summary>The path of the program.</summary>
    public string Program { get; }

    /// <summary>Environment variables of the process; they win over the machine's, and null removes one.</summary>
    public IDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>();

    /// <summary>The folder in which the process runs; the folder for temporary files if nothing is set.</summary>
    public string WorkingDirectory { get; init; } = Path.GetTempPath();

    /// <summary>How long a run may take; two minutes if nothing is set.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Runs the command to its end without input.</summary>
    /// <inheritdoc cref="RunAsync(IEnumerable{string}, ReadOnlyMemory{byte}, CancellationToken)"/>
    public Task<CommandResult> RunAsync(params string[] arguments) => RunAsync(arguments, ReadOnlyMemory<byte>.Empty);

    /// <summary>Runs the command to its end with a text on standard input.</summary>
    /// <inheritdoc cref="RunAsync(IEnumerable{string}, ReadOnlyMemory{byte}, CancellationToken)"/>
    public Task<CommandResult> RunAsync(IEnumerable<string> arguments, string input, CancellationToken cancellationToken = default) =>
        RunAsync(arguments, Encoding.UTF8.GetBytes(input), cancellationToken);

    /// <summary>Runs the command to its end.</summary>
    /// <param name="arguments">The words after <c>llm</c>.</param>
    /// <param name="input">Standard input, which ends after it.</param>
    /// <param name="cancellationToken">Kills the process, and those that it started.</param>
    /// <returns>What it printed and how it ended; a failure is an exit code like any other.</returns>
    /// <exception cref="LlmException">The program cannot be started.</exception>
    /// <exception cref="TimeoutException">
    /// It took longer than <see cref="Timeout"/> and was killed; the message has what it had printed.
    /// </exception>
    public async Task<CommandResult> RunAsync(
        IEnumerable<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(Timeout);
        using var process = Start(arguments);
        var (output, error) = (new StringBuilder(), new StringBuilder());
        try
        {
            await Task.WhenAll(
                WriteAsync(process.StandardInput, input, stop.Token), ReadAsync(process.StandardOutput, output, stop.Token),
                ReadAsync(process.StandardError, error, stop.Token));
            await process.WaitForExitAsync(stop.Token);
        }
        catch (OperationCanceledException ex)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException(
                $"{Program} {string.Join(' ', process.StartInfo.ArgumentList)} did not end within {Timeout.TotalSeconds} seconds. "
                + $"It printed:\n{output}\n{error}", ex);
        }

        return new CommandResult(process.ExitCode, output.ToString(), error.ToString());
    }

    /// <summary>Starts the command with pipes, for a test that reads and writes while it runs, or kills it.</summary>
    /// <param name="arguments">The words after <c>llm</c>.</param>
    /// <returns>The process, which the caller disposes.</returns>
    /// <exception cref="LlmException">The program cannot be started.</exception>
    public Process Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = WorkingDirectory,
        };
        foreach (var name in start.Environment.Keys.Where(IsLeftOut).ToList()) start.Environment.Remove(name);
        start.Environment["LLM_USER_PATH"] = userPath;
        // A server of the machine must not add models to lists: the port is for a service that nobody runs any more.
        start.Environment["OLLAMA_HOST"] = "127.0.0.1:9";
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception ex)
        {
            throw new LlmException($"{Program} cannot be started: {ex.Message}", ex);
        }
    }

    private static string Find()
    {
        if (System.Environment.GetEnvironmentVariable(ProgramVariable) is { Length: > 0 } named) return named;
        var name = OperatingSystem.IsWindows() ? "llm.exe" : "llm";
        return (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new LlmException(
                $"There is no {name} on the path. Install it with 'dotnet tool install --global Llm.Tool', or set {ProgramVariable} to its "
                + "path.");
    }

    private static async Task WriteAsync(StreamWriter pipe, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await pipe.BaseStream.WriteAsync(input, cancellationToken);
            pipe.Close();
        }
        catch (IOException)
        {
            // A program that ends before it has read its input closes the pipe.
        }
    }

    private static async Task ReadAsync(StreamReader pipe, StringBuilder text, CancellationToken cancellationToken)
    {
        var part = new char[4096];
        while (await pipe.ReadAsync(part, cancellationToken) is > 0 and var count) text.Append(part, 0, count);
    }

    /// <summary>Also the settings of a build that runs the tests, which would reach the builds of <c>llm install</c>.</summary>
    private static bool IsLeftOut(string name) =>
        name.StartsWith("LLM_", StringComparison.Ordinal) || name.StartsWith("OPENAI_", StringComparison.Ordinal)
        || name.StartsWith("GEMINI_", StringComparison.Ordinal) || name.StartsWith("GOOGLE_", StringComparison.Ordinal)
        || name.StartsWith("OLLAMA_", StringComparison.Ordinal)
        || name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name is "COLUMNS" or "DOTNET_ROOT_X64";
}
