namespace Llm.Testing;

/// <summary>What a run of <see cref="LlmCommand"/> printed and how it ended.</summary>
/// <param name="ExitCode">The exit code; 0 is success.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record CommandResult(int ExitCode, string Output, string Error);
