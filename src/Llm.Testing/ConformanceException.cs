namespace Llm.Testing;

/// <summary>A model does not keep a promise that every model makes; the message says which.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Creates the finding.</summary>
    public ConformanceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the finding with what led to it.</summary>
    public ConformanceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
