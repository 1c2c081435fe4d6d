namespace Llm;

/// <summary>An answer could not be logged, and is kept in a file until a program can log it.</summary>
/// <param name="message">The message, which says why and where.</param>
/// <param name="innerException">Why the answer could not be logged.</param>
public sealed class AnswerKeptException(string message, Exception? innerException = null) : LlmException(message, innerException);
