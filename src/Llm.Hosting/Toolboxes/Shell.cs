using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Llm.Toolboxes;

/// <summary>Lets a model run commands, each after the user approved it.</summary>
[Description("Runs commands in the system shell with all your permissions, each after you approved it. "
    + "Read every command: it can delete, send or change whatever you can.")]
internal sealed class Shell : Toolbox
{
    private const int MaxCharacters = 100_000;

    // One pipe for standard output and standard error keeps their lines in order.
    private readonly (string Program, string[] Arguments) shell =
        OperatingSystem.IsWindows() ? ("cmd.exe", ["/d", "/c"]) : ("/bin/sh", ["-c", "exec 2>&1; eval \"$1\"", "sh"]);

    protected override bool RequiresApproval => true;

    /// <summary>Runs a command and returns its output, including standard error, and its exit code if that is not 0.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="cancellationToken">Ends the command with all processes that it started.</param>
    public async Task<string> RunAsync(string command, CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo(shell.Program, [.. shell.Arguments, command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var stop = cancellationToken.Register(() => Kill(process));
        process.StandardInput.Close();
        var output = new StringBuilder();
        await Task.WhenAll(
            ReadAsync(process.StandardOutput, output, cancellationToken), ReadAsync(process.StandardError, output, cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        if (output.Length >= MaxCharacters) output.Append("\n… (truncated)");
        if (process.ExitCode != 0) output.Append(CultureInfo.InvariantCulture, $"\n(exit code {process.ExitCode})");
        return output.ToString();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception ex) when (ex is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has already ended, or one of its processes belongs to another user. The caller who cancels must not receive the error.
        }
    }

    /// <summary>Reads to the end, so that the command is not blocked, and keeps the beginning.</summary>
    private static async Task ReadAsync(StreamReader reader, StringBuilder output, CancellationToken cancellationToken)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            lock (output) output.Append(buffer, 0, Math.Min(count, MaxCharacters - output.Length));
        }
    }
}
