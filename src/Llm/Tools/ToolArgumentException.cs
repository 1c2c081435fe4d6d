namespace Llm;

/// <summary>The arguments of a call do not fit the tool; the message tells the model what to change.</summary>
public sealed class ToolArgumentException(string message) : LlmException(message);
