using Llm.Cli.Output.Rendering;

namespace Llm.Cli.Output;

/// <summary>The look of answers on a terminal; elsewhere they are written unchanged.</summary>
/// <param name="Renders">Whether Markdown is rendered.</param>
internal sealed record TerminalLook(bool Renders)
{
    /// <summary>Whether colours are used, unless <c>NO_COLOR</c> is set.</summary>
    public static bool HasColour => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Creates the renderer for answers on a terminal; returns null if they are written unchanged.</summary>
    public MarkdownRenderer? RendererFor(Terminal terminal) =>
        Renders && terminal.HasCursor ? new MarkdownRenderer(terminal.WriteSequences, terminal.Columns, HasColour) : null;
}
