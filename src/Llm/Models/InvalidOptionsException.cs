namespace Llm;

/// <summary>A model does not have an option that was given, or does not accept its value.</summary>
/// <param name="message">One sentence for each option, with the allowed values or the nearest name.</param>
/// <param name="options">The options that were refused.</param>
public sealed class InvalidOptionsException(string message, IReadOnlyList<InvalidOption> options) : LlmException(message)
{
    /// <summary>The options that were refused, in the order of the message.</summary>
    public IReadOnlyList<InvalidOption> Options { get; } = options;
}

/// <summary>An option that was refused.</summary>
/// <param name="Name">The name that was given.</param>
/// <param name="Reason">What is wrong with the value, as the Python tool words it; null if there is no option of this name.</param>
public sealed record InvalidOption(string Name, string? Reason);
