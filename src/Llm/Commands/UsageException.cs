namespace Llm.Commands;

/// <summary>A command was called in a way it does not allow.</summary>
/// <remarks>The command line prints the command's usage before the message and exits with 2.</remarks>
public class UsageException : LlmException
{
    /// <summary>Creates an error with the message that the user reads.</summary>
    public UsageException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error with the message that the user reads and the cause of it.</summary>
    public UsageException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
