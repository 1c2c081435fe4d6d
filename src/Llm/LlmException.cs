namespace Llm;

/// <summary>An error that a user can meet; its message says what happened and what to do.</summary>
public class LlmException : Exception
{
    /// <summary>Creates an error with a message for the user: one sentence or a few lines, without secrets.</summary>
    public LlmException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error with a message for the user and the exception that caused it.</summary>
    public LlmException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
