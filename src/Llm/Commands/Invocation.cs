namespace Llm.Commands;

/// <summary>One call of a command with the values of its options and arguments.</summary>
/// <param name="command">The command that is called.</param>
/// <param name="commandPath">The words that call it, such as <c>llm keys get</c>.</param>
/// <param name="values">The value of every parameter of the command.</param>
/// <param name="host">The program that the command runs in; tests of a command give one of their own.</param>
public sealed class Invocation(
    Command command, string commandPath, IReadOnlyDictionary<Parameter, object?> values, ILlmHost? host = null)
{
    /// <summary>The command that is called.</summary>
    public Command Command { get; } = command;

    /// <summary>The words that call the command, such as <c>llm keys get</c>.</summary>
    public string CommandPath { get; } = commandPath;

    /// <summary>The program that the command runs in.</summary>
    /// <exception cref="InvalidOperationException">The invocation was made without one.</exception>
    public ILlmHost Host
    {
        get => host ?? throw new InvalidOperationException(
            $"The command '{CommandPath}' was called without a host. Pass one to Invocation.");
        internal set => host = value;
    }

    /// <summary>The value of an option of the command: the one given, else that of the environment variable, else the default.</summary>
    public T Get<T>(Option<T> option) => (T)values[option]!;

    /// <summary>The value of an argument of the command.</summary>
    public T Get<T>(Argument<T> argument) => (T)values[argument]!;

    /// <summary>Runs the command and returns its exit code.</summary>
    public Task<int> RunAsync(CancellationToken cancellationToken) => Command.RunAsync(this, cancellationToken);
}
