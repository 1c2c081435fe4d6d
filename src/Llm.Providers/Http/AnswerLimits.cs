namespace Llm.Providers.Http;

/// <summary>How much of an answer is read at most, in bytes, so that a server cannot use up the memory.</summary>
/// <remarks>Pictures are the largest things in answers: base64 in one line, a few megabytes each.</remarks>
internal static class AnswerLimits
{
    /// <summary>A line of an event stream.</summary>
    public const int Line = 64 * 1024 * 1024;

    /// <summary>An answer in one piece, or all events of a stream.</summary>
    public const int Whole = 128 * 1024 * 1024;

    /// <summary>The body of a refusal, of which only the words are of interest.</summary>
    public const int Refusal = 1024 * 1024;
}
