namespace Llm;

/// <summary>No model goes by the name that was given.</summary>
public sealed class UnknownModelException(string message, string? name = null) : UnknownNameException(message, NameKind.Model, name);
