namespace Llm;

/// <summary>No model has the given name.</summary>
public sealed class UnknownModelException : UnknownNameException
{
    /// <summary>Creates an error with a message for the user.</summary>
    /// <param name="message">The message.</param>
    /// <param name="name">The name that was given; null if that is not known.</param>
    /// <param name="kind">The kind of model: <see cref="NameKind.Model"/> or <see cref="NameKind.EmbeddingModel"/>.</param>
    public UnknownModelException(string message, string? name = null, NameKind kind = NameKind.Model)
        : base(message, kind, name)
    {
    }
}
