using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>The possible completions of the last word of an unfinished command line.</summary>
/// <param name="Path">The words that lead to the command, such as <c>llm keys get</c>.</param>
/// <param name="Typed">The part of the word that has been typed or, after <c>--model=</c>, of the value.</param>
internal sealed record CompletionPlace(string Path, string Typed)
{
    /// <summary>The commands that the word may name.</summary>
    public IReadOnlyCollection<CommandEntry> Commands { get; init; } = [];

    /// <summary>The options that the word may name.</summary>
    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>
    /// The option or argument whose value the word is; null if there is none, or if the word is the second value of a pair.
    /// </summary>
    public Parameter? Parameter { get; init; }

    /// <summary>The value of <c>--database</c> before the word, as it was typed; null if there is none.</summary>
    public string? Database { get; init; }

    /// <summary>The part of the word before the value, such as <c>--model=</c>.</summary>
    public string Head { get; init; } = "";
}
