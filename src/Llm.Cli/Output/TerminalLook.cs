using Llm.Cli.Output.Rendering;

namespace Llm.Cli.Output;

/// <summary>How the user wants answers to look on a terminal; elsewhere they are as the model wrote them.</summary>
/// <param name="Renders">Whether Markdown is rendered.</param>
internal sealed record TerminalLook(bool Renders)
{
    /// <summary>Whether colours are wanted: unless <c>NO_COLOR</c> is set to anything.</summary>
    private static bool HasColour => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>What shows an answer on this terminal; null if it is written as it comes.</summary>
    public MarkdownRenderer? RendererFor(Terminal terminal) =>
        Renders && terminal.HasCursor ? new MarkdownRenderer(terminal.Write, terminal.Columns, HasColour) : null;
}
