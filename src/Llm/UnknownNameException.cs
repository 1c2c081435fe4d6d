namespace Llm;

/// <summary>No model, template or fragment has the given name.</summary>
public class UnknownNameException : LlmException
{
    /// <summary>Creates an error with a message for the user.</summary>
    /// <param name="message">The message.</param>
    /// <param name="kind">The kind of thing that was requested.</param>
    /// <param name="name">The name that was given; null if that is not known.</param>
    /// <param name="innerException">The cause; null if there is none.</param>
    public UnknownNameException(string message, NameKind kind, string? name, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>The kind of thing that was requested.</summary>
    public NameKind Kind { get; }

    /// <summary>The name that was given; null if that is not known.</summary>
    public string? Name { get; }
}

/// <summary>The kinds of things that a name can refer to.</summary>
public enum NameKind
{
    /// <summary>A language model.</summary>
    Model,

    /// <summary>A template.</summary>
    Template,

    /// <summary>A fragment.</summary>
    Fragment,

    /// <summary>An embedding model.</summary>
    EmbeddingModel,
}
