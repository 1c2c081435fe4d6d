using System.Diagnostics;

namespace Llm.Testing;

/// <summary>Sends requests over https in a process of their own.</summary>
public static class SecureRequest
{
    /// <summary>Sends requests and returns what became of them.</summary>
    /// <param name="hints">The folder of hints.</param>
    /// <param name="environment">Variables of the process.</param>
    /// <param name="addresses">
    /// The addresses; with <c>plain:</c> before it, an address is asked by a client of .NET that is as it is, and with <c>silent:</c>,
    /// it is not waited for.
    /// </param>
    public static async Task<Verdict> RunAsync(
        string hints, IEnumerable<KeyValuePair<string, string>> environment, params IEnumerable<string> addresses)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(SecureRequest).Assembly.Location, hints, .. addresses])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var lines = output.Split('\n', 3);
        return lines.Length == 3
            ? new Verdict(bool.Parse(lines[0]), lines[2].Trim(), bool.Parse(lines[1]))
            : throw new InvalidOperationException($"The request ended with code {process.ExitCode}: {output}");
    }
}
