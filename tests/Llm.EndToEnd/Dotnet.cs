using System.Diagnostics;

namespace Llm.EndToEnd;

/// <summary>Runs the SDK's own commands.</summary>
internal static class Dotnet
{
    /// <summary>Runs <c>dotnet</c> outside the repository and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds its output.</exception>
    public static Task<string> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), arguments);

    /// <inheritdoc cref="RunAsync(string[])"/>
    public static async Task<string> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        // Settings of the test run's own build must not reach this one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed:\n{await output}\n{await error}");
    }
}
