using System.Diagnostics;
using System.Text;

namespace Llm.EndToEnd;

/// <summary>What a run of the command printed and how it ended.</summary>
public sealed record Run(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Starts a program with pipes and an environment of its own.</summary>
    public static Process Start(
        string program, string userPath, IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> arguments) =>
        Start(program, userPath, environment, null, arguments);

    private static Process Start(
        string program, string userPath, IReadOnlyDictionary<string, string>? environment, string? directory, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = directory ?? Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(IsOurs).ToList()) start.Environment.Remove(name);
        start.Environment["LLM_USER_PATH"] = userPath;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<Run> ToEndAsync(
        string program, string userPath, IEnumerable<string> arguments, byte[]? input = null,
        IReadOnlyDictionary<string, string>? environment = null, string? directory = null)
    {
        using var process = Start(program, userPath, environment, directory, arguments);
        if (input is not null) await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        return await FinishAsync(process);
    }

    /// <summary>Waits for a started program.</summary>
    public static async Task<Run> FinishAsync(Process process, string outputSoFar = "")
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new Run(process.ExitCode, outputSoFar + await output, await error);
    }

    private static bool IsOurs(string name) =>
        name.StartsWith("LLM_", StringComparison.Ordinal) || name.StartsWith("OPENAI_", StringComparison.Ordinal)
            || name is "COLUMNS" or "DOTNET_ROOT_X64";
}
