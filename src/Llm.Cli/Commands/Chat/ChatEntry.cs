namespace Llm.Cli.Commands.Chat;

/// <summary>An entry of the user in a chat.</summary>
internal abstract record ChatEntry;

/// <summary>A message to the model.</summary>
internal sealed record ChatMessage(string Text, LoadedFragments Content) : ChatEntry
{
    public static ChatMessage Empty { get; } = new("", LoadedFragments.None);

    /// <summary>Whether there is nothing to send.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && Content.Fragments.Count + Content.Attachments.Count == 0;
}

/// <summary>Sends the last message again, and replaces its answer.</summary>
internal sealed record ChatRetry : ChatEntry;

/// <summary>Removes the last message and its answer.</summary>
internal sealed record ChatUndo : ChatEntry;

/// <summary>Continues with another model; without a name, shows the current one.</summary>
internal sealed record ChatModelChange(string? Name) : ChatEntry;
