using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>A command or group, the path by which it was called, and its options, including those that the parser adds.</summary>
internal sealed class CommandScope
{
    public CommandScope(CommandNode node, string path, bool hasVersion)
    {
        Node = node;
        Path = path;
        var parameters = new List<Parameter>();
        if (node is Command command)
        {
            parameters.AddRange(command.Parameters);
            Additions = command.Additions;
            parameters.AddRange(Additions);
        }

        if (hasVersion) parameters.Add(VersionOption = new Flag("--version") { Help = "Show the version and exit." });

        // A command may define -h itself; help is then available as --help only.
        // No LINQ here: this runs at every start, and loading its assembly takes most of a millisecond.
        var names = new List<string> { "-h", "--help" };
        foreach (var parameter in parameters)
            if (parameter is Option option)
                foreach (var name in option.Names)
                    names.Remove(name);
        if (names.Count > 0) parameters.Add(HelpOption = new Flag([.. names]) { Help = "Show this message and exit." });
        Parameters = parameters;
    }

    public CommandNode Node { get; }

    /// <summary>Whether the Python tool lacks the command, so that its help page need not match Python's.</summary>
    public bool IsAddition { get; init; }

    /// <summary>The words that lead to the node, such as <c>llm keys get</c>.</summary>
    public string Path { get; }

    /// <summary>The node's own parameters, then <c>--version</c> at the root, then help.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The options of the node that the Python tool lacks.</summary>
    public IReadOnlyList<Option> Additions { get; } = [];

    /// <summary>The commands of a group, or those under the name of a command.</summary>
    public IReadOnlyCollection<CommandEntry> Entries => Node switch
    {
        CommandGroup group => group.Entries,
        Command command => command.Subcommands,
        _ => [],
    };

    /// <summary>The one of <see cref="Entries"/> with this name; null if there is none.</summary>
    public CommandEntry? Find(string name)
    {
        if (Node is CommandGroup group) return group.Find(name);
        foreach (var entry in Entries)
            if (entry.Name == name)
                return entry;
        return null;
    }

    public Flag? HelpOption { get; }

    public Flag? VersionOption { get; }
}
