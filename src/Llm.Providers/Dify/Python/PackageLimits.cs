namespace Llm.Providers.Dify.Python;

/// <summary>What the process of a package may use and how long it may be silent, besides the limits of all requests.</summary>
internal sealed record PackageLimits
{
    /// <summary>How long it may take to report that it is ready. The first start also compiles its Python files.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long it may send nothing at all. The SDK sends a sign of life every 10 seconds, and Dify waits as long.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The memory that it may have, in bytes. An idle package has 75 MB.</summary>
    public long Memory { get; init; } = 2L << 30;

    /// <summary>How often silence and memory are looked at.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The bytes that it may send between two pieces of answers without any of them being part of one.</summary>
    public long Stray { get; init; } = 16L << 20;

    /// <summary>The bytes of the longest message: a batch of embeddings, or a recording, is one.</summary>
    public int Line { get; init; } = 256 << 20;

    /// <summary>The bytes of an answer that may wait to be read.</summary>
    public long Unread { get; init; } = 256L << 20;
}
