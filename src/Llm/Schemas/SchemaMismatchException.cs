namespace Llm;

/// <summary>An answer does not follow the schema that was asked for.</summary>
/// <param name="reason">What does not fit and where.</param>
/// <param name="answer">The whole answer.</param>
/// <param name="inner">What the reader of the JSON said; null if it never came to that.</param>
public sealed class SchemaMismatchException(string reason, string answer, Exception? inner = null)
    : LlmException(
        $"The answer does not follow the schema: {reason}. Ask again, describe the members, or take a model that keeps to schemas.", inner)
{
    /// <summary>The text of the answer.</summary>
    public string Answer { get; } = answer;
}
