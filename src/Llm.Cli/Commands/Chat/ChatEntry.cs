namespace Llm.Cli.Commands.Chat;

/// <summary>What the user types in a chat.</summary>
internal abstract record ChatEntry;

/// <summary>A message to the model.</summary>
internal sealed record ChatMessage(string Text, LoadedFragments Content) : ChatEntry
{
    public static ChatMessage Empty { get; } = new("", LoadedFragments.None);

    /// <summary>Whether there is nothing to send.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && Content.Fragments.Count + Content.Attachments.Count == 0;
}

/// <summary>Asks the last message again, in place of its answer.</summary>
internal sealed record ChatRetry : ChatEntry;

/// <summary>Forgets the last message and its answer.</summary>
internal sealed record ChatUndo : ChatEntry;

/// <summary>Goes on with another model; without a name the present one is shown.</summary>
internal sealed record ChatModelChange(string? Name) : ChatEntry;
