using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>A command that runs functions which are given as text.</summary>
internal interface ITakesFunctions
{
    /// <summary>The texts and paths that the options give; empty if the call runs none.</summary>
    IReadOnlyList<string> FunctionsOf(Invocation invocation);

    /// <summary>The template whose functions the call runs; null if there is none.</summary>
    string? TemplateOf(Invocation invocation) => null;
}
