namespace Llm.Storage.Logs.Condensing;

/// <summary>A condensed payload refers to something that is not there, or is malformed.</summary>
/// <remarks>The texts are those of Python's condense-json 1.1 (<c>UncondenseError</c>).</remarks>
public sealed class CondensedJsonException(string message) : LlmException(message);
