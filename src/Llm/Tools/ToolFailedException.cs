namespace Llm;

/// <summary>A tool that runs outside of .NET failed; the log records the error under the name that it has there.</summary>
/// <param name="errorName">The error's name, such as <c>ZeroDivisionError</c>.</param>
/// <param name="message">What the model is told.</param>
public sealed class ToolFailedException(string errorName, string message) : LlmException(message)
{
    /// <summary>The error's name.</summary>
    public string ErrorName { get; } = errorName;
}
