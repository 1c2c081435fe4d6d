namespace Llm.Commands;

/// <summary>A command: what can be given to it and what it does.</summary>
/// <remarks>It is created when it is called or its help is shown; its name is in the <see cref="CommandEntry"/> of its group.</remarks>
public abstract class Command : CommandNode
{
    /// <summary>The options and arguments, in the order of the help page.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Options that the Python tool's command of this name lacks; help lists them under a heading of their own.</summary>
    public virtual IReadOnlyList<Option> Additions => [];

    /// <summary>A complete call of the command, as a user types it; null if none is given.</summary>
    public virtual string? Example => null;

    /// <summary>Runs the command and returns its exit code.</summary>
    /// <exception cref="UsageException">The values given do not go together.</exception>
    /// <exception cref="LlmException">The command failed in a way its user can do something about.</exception>
    public abstract Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken);
}
