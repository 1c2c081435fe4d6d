namespace Llm;

/// <summary>An error a user can meet; its message says what is wrong and what to do about it.</summary>
/// <remarks>The command line prints the message and exits with 1. Anything that is not an <see cref="LlmException"/> is a bug.</remarks>
public class LlmException : Exception
{
    /// <summary>Creates an error without a message of its own.</summary>
    public LlmException()
    {
    }

    /// <summary>Creates an error with the message that the user reads.</summary>
    public LlmException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error with the message that the user reads and the cause of it.</summary>
    public LlmException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
