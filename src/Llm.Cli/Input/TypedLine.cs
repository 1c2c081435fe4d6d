namespace Llm.Cli.Input;

/// <summary>A line that was typed, or several that were pasted.</summary>
/// <param name="Text">The text, without its end.</param>
/// <param name="IsLiteral">Whether it is text throughout, whatever commands it seems to hold.</param>
internal sealed record TypedLine(string Text, bool IsLiteral);
