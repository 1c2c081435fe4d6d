using System.Diagnostics;
using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>What a run of the command printed and how it ended.</summary>
public sealed record Run(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Starts a program with pipes and an environment of its own.</summary>
    public static Process Start(
        string program, string userPath, IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> arguments) =>
        Command(program, userPath, environment, null).Start(arguments);

    /// <summary>Runs a program to its end.</summary>
    public static async Task<Run> ToEndAsync(
        string program, string userPath, IEnumerable<string> arguments, byte[]? input = null,
        IReadOnlyDictionary<string, string>? environment = null, string? directory = null)
    {
        var result = await Command(program, userPath, environment, directory).RunAsync(arguments, input);
        return new Run(result.ExitCode, result.Output, result.Error);
    }

    /// <summary>Waits for a started program.</summary>
    public static async Task<Run> FinishAsync(Process process, string outputSoFar = "")
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new Run(process.ExitCode, outputSoFar + await output, await error);
    }

    private static LlmCommand Command(
        string program, string userPath, IReadOnlyDictionary<string, string>? environment, string? directory)
    {
        var command = new LlmCommand(userPath, program) { WorkingDirectory = directory ?? Path.GetTempPath() };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) command.Environment[name] = value;
        return command;
    }
}
