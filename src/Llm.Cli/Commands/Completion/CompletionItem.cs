namespace Llm.Cli.Commands.Completion;

/// <summary>A word that a command line may go on with.</summary>
/// <param name="Text">The whole word.</param>
/// <param name="Description">What shells that can show it say about it.</param>
internal sealed record CompletionItem(string Text, string? Description = null);
