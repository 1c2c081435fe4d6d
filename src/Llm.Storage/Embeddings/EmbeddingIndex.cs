namespace Llm.Storage.Embeddings;

/// <summary>A file that searches of a collection read in place of its vectors.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Entries">The number of entries.</param>
/// <param name="Size">The size of the file in bytes.</param>
public sealed record EmbeddingIndex(string Path, long Entries, long Size)
{
    /// <summary>
    /// The part of the entries that an approximate search for ten compares, from 0 to 1; 1 if searches compare all, because the collection
    /// is small or its vectors do not lie in clusters.
    /// </summary>
    public double ComparedPart { get; init; } = 1;

    /// <summary>
    /// The part of the ten nearest entries that such searches found when the index was made, from 0 to 1; 1 if searches are exact.
    /// </summary>
    public double Recall { get; init; } = 1;
}
