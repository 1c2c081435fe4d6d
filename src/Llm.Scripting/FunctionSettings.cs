namespace Llm;

/// <summary>Where functions given as text find what they need.</summary>
public sealed record FunctionSettings
{
    /// <summary>The user directory, which keeps compiled C#; null takes <see cref="UserDirectory.Resolve"/>.</summary>
    public UserDirectory? Directory { get; init; }

    /// <summary>The program that runs Python, a name on the path or a file; null takes <c>python3</c>.</summary>
    public string? Python { get; init; }

    /// <summary>Where goes what Python functions print; null drops it. It is written by another thread.</summary>
    public TextWriter? Output { get; init; }
}
