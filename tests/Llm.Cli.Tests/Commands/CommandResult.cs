namespace Llm.Cli.Tests.Commands;

/// <summary>What came of a command line.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public static CommandResult Success(string output = "", string error = "") => new(0, output, error);

    public static CommandResult Failure(string message) => new(1, "", $"Error: {message}\n");
}
