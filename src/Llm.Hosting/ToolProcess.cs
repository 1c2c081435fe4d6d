using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Llm;

/// <summary>Runs other people's programs to their end: <c>dotnet</c>, <c>git</c>, those that read the clipboard.</summary>
internal static class ToolProcess
{
    /// <summary>Runs a program without input; returns its exit code and all that it printed.</summary>
    /// <exception cref="LlmException">The program cannot be started.</exception>
    public static async Task<(int Code, string Output)> RunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (code, output, error) = await ReadAsync(program, arguments, cancellationToken);
        return (code, Encoding.UTF8.GetString(output) + error);
    }

    /// <summary>Runs a program without input; returns its exit code, the bytes of its output, and its errors.</summary>
    /// <exception cref="LlmException">The program cannot be started.</exception>
    public static async Task<(int Code, byte[] Output, string Error)> ReadAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            using var output = new MemoryStream();
            var copying = process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
            var error = await process.StandardError.ReadToEndAsync(cancellationToken);
            await copying;
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, output.ToArray(), error);
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
