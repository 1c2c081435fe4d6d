namespace Llm;

/// <summary>The value of a model option does not fit.</summary>
public sealed class OptionValueException(string message) : LlmException(message);
