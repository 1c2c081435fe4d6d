using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Llm.Toolboxes;

/// <summary>Lets a model run commands, each after a person agreed.</summary>
[Description("Runs commands of the system shell with all your rights, each after you agreed. Read every command: "
    + "it can delete, send or change whatever you can.")]
internal sealed class Shell : Toolbox
{
    private const int MaxCharacters = 100_000;

    // One pipe for both keeps their lines in order.
    private readonly (string Program, string[] Arguments) shell =
        OperatingSystem.IsWindows() ? ("cmd.exe", ["/d", "/c"]) : ("/bin/sh", ["-c", "exec 2>&1; eval \"$1\"", "sh"]);

    protected override bool RequiresApproval => true;

    /// <summary>Runs a command and returns its output, standard error included, and its exit code if that is not 0.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="cancellationToken">Stops it.</param>
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
        if (output.Length >= MaxCharacters) output.Append("\n… (cut)");
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
            // It ended by itself, or something of it belongs to another user; whoever cancels must not hear of it.
        }
    }

    /// <summary>Reads to the end, so that the command does not wait, and keeps the beginning.</summary>
    private static async Task ReadAsync(StreamReader reader, StringBuilder output, CancellationToken cancellationToken)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            lock (output) output.Append(buffer, 0, Math.Min(count, MaxCharacters - output.Length));
        }
    }
}
