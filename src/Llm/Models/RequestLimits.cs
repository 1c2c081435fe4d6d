namespace Llm;

/// <summary>How long to wait for a provider and how often to retry.</summary>
public sealed record RequestLimits
{
    /// <summary>The number of retries unless it is set.</summary>
    public const int UsualRetries = 2;

    /// <summary>The longest silence of a server unless it is set; that of OpenAI's own clients.</summary>
    public static readonly TimeSpan UsualIdleTimeout = TimeSpan.FromMinutes(10);

    /// <summary>How long a connection may take to be made unless it is set.</summary>
    public static readonly TimeSpan UsualConnectTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a server may take to begin its answer; null for any amount of time, as a model may think for many minutes.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// How long a server may send nothing, before its answer or in the middle of it; null for any amount of time. 10 minutes unless set.
    /// </summary>
    public TimeSpan? IdleTimeout { get; init; } = UsualIdleTimeout;

    /// <summary>How often a request that failed for a temporary reason is sent again; never after the first byte of an answer.</summary>
    public int Retries { get; init; } = UsualRetries;
}
