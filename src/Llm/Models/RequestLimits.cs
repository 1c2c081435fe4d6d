namespace Llm;

/// <summary>How long to wait for a provider and how often to retry.</summary>
public sealed record RequestLimits
{
    /// <summary>The number of retries unless it is set.</summary>
    public const int UsualRetries = 2;

    /// <summary>
    /// How long a server may take to begin its answer; null for any amount of time, as a model may think for many minutes.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often a request that failed for a temporary reason is sent again; never after the first byte of an answer.</summary>
    public int Retries { get; init; } = UsualRetries;
}
