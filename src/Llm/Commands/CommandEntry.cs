namespace Llm.Commands;

/// <summary>A command in the list of its group; the command itself is created only when it is needed.</summary>
/// <param name="Name">The word that calls the command.</param>
/// <param name="Create">Creates the command or the group.</param>
public sealed record CommandEntry(string Name, Func<CommandNode> Create)
{
    /// <summary>The line in the list of commands; null takes it from the command's help, which creates the command.</summary>
    public string? Summary { get; init; }

    /// <summary>Whether the list leaves the command out; it can be called all the same.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Whether the Python tool lacks the command, so that it is listed under a heading of its own.</summary>
    public bool IsAddition { get; init; }
}
