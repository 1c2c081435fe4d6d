namespace Llm;

/// <summary>Something was asked for by a name that nothing goes by.</summary>
public class UnknownNameException : LlmException
{
    /// <summary>Creates an error with a message made for the user.</summary>
    /// <param name="message">The message.</param>
    /// <param name="kind">What was asked for.</param>
    /// <param name="name">The name.</param>
    /// <param name="innerException">The cause; null if there is none.</param>
    public UnknownNameException(string message, NameKind kind, string? name, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>What was asked for.</summary>
    public NameKind Kind { get; }

    /// <summary>The name that was given; null if that is not known.</summary>
    public string? Name { get; }
}

/// <summary>No model goes by the name that was given.</summary>
public sealed class UnknownModelException(string message, string? name = null) : UnknownNameException(message, NameKind.Model, name);

/// <summary>What a name can stand for.</summary>
public enum NameKind
{
    /// <summary>A language or embedding model.</summary>
    Model,

    /// <summary>A template.</summary>
    Template,

    /// <summary>A fragment.</summary>
    Fragment,
}
