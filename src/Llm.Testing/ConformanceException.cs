namespace Llm.Testing;

/// <summary>A model does not meet a requirement for all models, which the message names.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Creates an error with a message.</summary>
    public ConformanceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error with a message and the exception that caused it.</summary>
    public ConformanceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
