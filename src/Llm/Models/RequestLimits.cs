namespace Llm;

/// <summary>How long a provider is waited for and how often it is asked again.</summary>
public sealed record RequestLimits
{
    /// <summary>How often a request is sent again where nobody says otherwise.</summary>
    public const int UsualRetries = 2;

    /// <summary>How long a server may take to begin its answer; null for as long as it likes: a model may think for many minutes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often a request that failed for a passing reason is sent again; never after the first byte of an answer.</summary>
    public int Retries { get; init; } = UsualRetries;
}
