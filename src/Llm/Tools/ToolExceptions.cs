namespace Llm;

/// <summary>The arguments of a call do not match the tool's schema; the message says what the model must change.</summary>
public sealed class ToolArgumentException(string message) : LlmException(message);

/// <summary>A tool that runs outside .NET failed; the log records the name that the error has there.</summary>
/// <param name="errorName">The error's name, such as <c>ZeroDivisionError</c>.</param>
/// <param name="message">The message for the model.</param>
public sealed class ToolFailedException(string errorName, string message) : LlmException(message)
{
    /// <summary>The error's name.</summary>
    public string ErrorName { get; } = errorName;
}

/// <summary>
/// Thrown by a callback before a tool call to skip the call: the model receives <c>Cancelled: message</c> and the chain continues.
/// </summary>
public sealed class CancelToolCallException(string message) : LlmException(message);

/// <summary>
/// Thrown by a tool to stop the chain before the next prompt, for instance because somebody must approve first. To continue, start a
/// chain whose messages end with the calls that have no results.
/// </summary>
public sealed class PauseChainException(string message) : LlmException(message)
{
    /// <summary>The call that paused the chain, which sets this property.</summary>
    public ToolCall? ToolCall { get; internal set; }

    /// <summary>The results of the other calls of the round, in call order; the chain sets this property.</summary>
    public IReadOnlyList<ToolResult> ToolResults { get; internal set; } = [];
}
