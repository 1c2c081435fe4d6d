namespace Llm;

/// <summary>
/// Thrown by a callback before a tool call to leave that call out: the model is told <c>Cancelled: message</c> and the chain goes on.
/// </summary>
public sealed class CancelToolCallException(string message) : LlmException(message);
