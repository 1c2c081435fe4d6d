using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>What the last word of an unfinished command line may become.</summary>
/// <param name="Path">The words that lead to the command, such as <c>llm keys get</c>.</param>
/// <param name="Typed">What is there of the word or, behind <c>--model=</c>, of the value.</param>
internal sealed record CompletionPlace(string Path, string Typed)
{
    /// <summary>The commands that may stand there.</summary>
    public IReadOnlyCollection<CommandEntry> Commands { get; init; } = [];

    /// <summary>The options that may stand there.</summary>
    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>The option or argument whose value stands there; null if it is none, or the second value of a pair.</summary>
    public Parameter? Parameter { get; init; }

    /// <summary>What stands before the value in the same word: <c>--model=</c>.</summary>
    public string Head { get; init; } = "";
}
