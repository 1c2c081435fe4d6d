namespace Llm;

/// <summary>What a search for the nearest entries of a collection returns.</summary>
public sealed record NearestOptions
{
    /// <summary>The number of entries; a negative number returns all.</summary>
    public int Number { get; init; } = 10;

    /// <summary>The ID of an entry to leave out; null for none.</summary>
    public string? SkipId { get; init; }

    /// <summary>
    /// Only entries whose ID begins with this text; null or empty for all. As in the Python tool, the case of ASCII letters is ignored, and
    /// <c>%</c> and <c>_</c> stand for any characters or any one character.
    /// </summary>
    public string? Prefix { get; init; }

    /// <summary>
    /// Whether every entry is compared, even where the store has an approximate index, which may miss some of the nearest. False by
    /// default. Stores without such an index are always exact.
    /// </summary>
    public bool Exact { get; init; }
}
