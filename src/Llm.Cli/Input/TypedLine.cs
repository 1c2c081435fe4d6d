namespace Llm.Cli.Input;

/// <summary>A line that the user typed, or several that the user pasted.</summary>
/// <param name="Text">The text without its final line end.</param>
/// <param name="IsLiteral">Whether the text is a message even if it looks like a command.</param>
internal sealed record TypedLine(string Text, bool IsLiteral);
