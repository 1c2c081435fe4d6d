namespace Llm.Commands;

/// <summary>A group of commands under one name.</summary>
/// <remarks>Not thread-safe: plugins add their commands before the command line is parsed.</remarks>
public sealed class CommandGroup : CommandNode
{
    private readonly Dictionary<string, CommandEntry> entries = new(StringComparer.Ordinal);
    private Func<string, bool>? isLater;
    private Action? addLater;

    /// <summary>Creates a group with the text of its help page and its commands.</summary>
    public CommandGroup(string help, params ReadOnlySpan<CommandEntry> entries)
    {
        Help = help;
        foreach (var entry in entries) Add(entry);
    }

    /// <inheritdoc/>
    public override string Help { get; }

    /// <summary>The command that is called when no command name follows; null if there is none.</summary>
    public string? DefaultCommand { get; init; }

    /// <summary>The commands, in no particular order.</summary>
    public IReadOnlyCollection<CommandEntry> Entries
    {
        get
        {
            AddNow();
            return entries.Values;
        }
    }

    /// <summary>Which plugin has each command.</summary>
    internal NameOwners Owners => field ??= new NameOwners("command");

    /// <summary>Adds a command; it replaces one with the same name.</summary>
    public void Add(CommandEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        entries[entry.Name] = entry;
        Owners.Claim(entry.Name);
    }

    /// <summary>The command with this exact name, or null.</summary>
    public CommandEntry? Find(string name)
    {
        if (isLater?.Invoke(name) == true) AddNow();
        return entries.GetValueOrDefault(name);
    }

    /// <summary>Lets commands be added once they are needed: for a list of all, or for a name that may be that of one of them.</summary>
    internal void AddLater(Func<string, bool> mayHave, Action add) => (isLater, addLater) = (mayHave, add);

    private void AddNow()
    {
        var add = addLater;
        (isLater, addLater) = (null, null);
        add?.Invoke();
    }
}

/// <summary>A command in the list of its group; the command itself is created only when it is needed.</summary>
/// <param name="Name">The word that calls the command.</param>
/// <param name="Create">Creates the command or the group.</param>
public sealed record CommandEntry(string Name, Func<CommandNode> Create)
{
    /// <summary>The line in the list of commands; if null, it is taken from the command's help, which creates the command.</summary>
    public string? Summary { get; init; }

    /// <summary>Whether the list leaves the command out; it can still be called.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Whether the Python tool lacks the command; help lists such commands under a separate heading.</summary>
    public bool IsAddition { get; init; }
}
