namespace Llm.Cli.Commands.Completion;

/// <summary>A possible completion of the last word.</summary>
/// <param name="Text">The whole word.</param>
/// <param name="Description">The description, for shells that can show one.</param>
internal sealed record CompletionItem(string Text, string? Description = null);
