namespace Llm.Commands;

/// <summary>Commands under one name.</summary>
/// <remarks>Not thread-safe: plugins add their commands before the command line is parsed.</remarks>
public sealed class CommandGroup : CommandNode
{
    private readonly Dictionary<string, CommandEntry> entries = new(StringComparer.Ordinal);

    /// <summary>Creates a group with the text of its help page and its commands.</summary>
    public CommandGroup(string help, params ReadOnlySpan<CommandEntry> entries)
    {
        Help = help;
        foreach (var entry in entries) Add(entry);
    }

    /// <inheritdoc/>
    public override string Help { get; }

    /// <summary>The command that is called when no word or a word that is not a command follows; null if there is none.</summary>
    public string? DefaultCommand { get; init; }

    /// <summary>The commands, in no particular order.</summary>
    public IReadOnlyCollection<CommandEntry> Entries => entries.Values;

    /// <summary>Adds a command; it takes the place of one with the same name.</summary>
    public void Add(CommandEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        entries[entry.Name] = entry;
    }

    /// <summary>The command with this exact name, or null.</summary>
    public CommandEntry? Find(string name) => entries.GetValueOrDefault(name);
}
