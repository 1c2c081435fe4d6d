namespace Llm;

/// <summary>No model has the given name.</summary>
public sealed class UnknownModelException(string message, string? name = null) : UnknownNameException(message, NameKind.Model, name);
