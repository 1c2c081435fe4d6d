namespace Llm.Commands;

/// <summary>A command was called with parameters that it does not accept.</summary>
/// <remarks>The command line prints the command's usage before the message and exits with code 2.</remarks>
public class UsageException : LlmException
{
    /// <summary>Creates an error with a message for the user.</summary>
    public UsageException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error with a message for the user and the exception that caused it.</summary>
    public UsageException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A value given on the command line cannot be used.</summary>
/// <remarks>Thrown by a <see cref="ValueParser{T}"/>, for which the grammar fills in the parameter, or by a command.</remarks>
public sealed class InvalidValueException : UsageException
{
    /// <summary>Creates an error that says what is wrong with a value.</summary>
    public InvalidValueException(string problem)
        : base(problem) => Problem = problem;

    /// <summary>Creates an error that says what is wrong with a value, with its cause.</summary>
    public InvalidValueException(string problem, Exception? innerException)
        : base(problem, innerException) => Problem = problem;

    /// <summary>Creates an error that names the option or argument whose value is wrong.</summary>
    public InvalidValueException(string problem, Parameter? parameter, Exception? innerException = null)
        : this(problem, innerException) => Parameter = parameter;

    /// <summary>What is wrong, without the name of the parameter.</summary>
    public string Problem { get; }

    /// <summary>The option or argument whose value is wrong; null if it is not known or there are several.</summary>
    public Parameter? Parameter { get; }

    /// <inheritdoc/>
    public override string Message =>
        Parameter is null ? $"Invalid value: {Problem}" : $"Invalid value for {Parameter.Hint}: {Problem}";
}
