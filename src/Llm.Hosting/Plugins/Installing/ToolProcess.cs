using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Llm.Plugins;

/// <summary>Runs the programs that install packages: <c>dotnet</c> and <c>git</c>.</summary>
internal static class ToolProcess
{
    /// <summary>Runs a program to its end, without input; returns its exit code and all that it printed.</summary>
    /// <exception cref="LlmException">The program cannot be started.</exception>
    public static async Task<(int Code, string Output)> RunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var text = await output + await error;
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, text);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception ex)
        {
            throw new LlmException($"The program {start.FileName} cannot be started: {ex.Message}. Install it, or check PATH.", ex);
        }
    }
}
