namespace Llm.Commands;

/// <summary>A node of the tree of commands: a <see cref="Command"/> or a <see cref="CommandGroup"/>.</summary>
public abstract class CommandNode
{
    internal CommandNode()
    {
    }

    /// <summary>The text of the help page; its first sentence is the summary in the list of commands.</summary>
    /// <remarks>Paragraphs are wrapped; one that starts with a line <c>\b</c> keeps its line breaks.</remarks>
    public abstract string Help { get; }
}

/// <summary>A command: its parameters and what it does.</summary>
/// <remarks>
/// A command is created when it is called or its help is shown. Its name is in the <see cref="CommandEntry"/> of its group.
/// </remarks>
public abstract class Command : CommandNode
{
    /// <summary>The options and arguments, in the order of the help page.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Options that the Python tool's command of this name lacks; help lists them under a separate heading.</summary>
    public virtual IReadOnlyList<Option> Additions => [];

    /// <summary>
    /// Commands under the name of this one, which are called if the first word names them; help lists them as additional commands.
    /// </summary>
    public virtual IReadOnlyList<CommandEntry> Subcommands => [];

    /// <summary>A complete call of the command, as a user types it; null if none is given.</summary>
    public virtual string? Example => null;

    /// <summary>Runs the command and returns its exit code.</summary>
    /// <exception cref="UsageException">The given values cannot be combined.</exception>
    /// <exception cref="LlmException">The command failed in a way that its user can resolve.</exception>
    public abstract Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken);
}
