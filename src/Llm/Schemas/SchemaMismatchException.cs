namespace Llm;

/// <summary>An answer does not follow the requested schema.</summary>
/// <param name="reason">The mismatch and its place.</param>
/// <param name="answer">The whole answer.</param>
/// <param name="inner">The error of the JSON reader; null if the answer was valid JSON.</param>
public sealed class SchemaMismatchException(string reason, string answer, Exception? inner = null)
    : LlmException(
        $"The answer does not follow the schema: {reason}. Ask again, describe the members, or use a model that enforces schemas.", inner)
{
    /// <summary>The text of the answer.</summary>
    public string Answer { get; } = answer;
}
