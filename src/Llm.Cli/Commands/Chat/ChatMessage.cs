namespace Llm.Cli.Commands.Chat;

/// <summary>What the user says in one turn.</summary>
internal sealed record ChatMessage(string Text, LoadedFragments Content)
{
    /// <summary>Whether there is nothing to send.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && Content.Fragments.Count + Content.Attachments.Count == 0;
}
