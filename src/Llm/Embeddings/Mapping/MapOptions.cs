namespace Llm;

/// <summary>How a map is made.</summary>
public sealed record MapOptions
{
    /// <summary>The most points on a map; of more vectors, every n-th is taken. The default is 20,000.</summary>
    public int MaxPoints { get; init; } = 20_000;

    /// <summary>How many clusters are coloured, from 1 to 8; null chooses the number that separates the points best.</summary>
    public int? Clusters { get; init; }
}
