namespace Llm;

/// <summary>An error that is shown to the user as it is: one plain sentence that says what went wrong and what to do.</summary>
/// <remarks>Anything else that is thrown is a bug. A message never holds a key or another secret.</remarks>
public class LlmException : Exception
{
    /// <summary>Creates the error with the text that the user sees.</summary>
    public LlmException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with the text that the user sees and its cause.</summary>
    public LlmException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
