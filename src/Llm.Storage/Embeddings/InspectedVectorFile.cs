namespace Llm.Storage.Embeddings;

/// <summary>A file that searches of a collection read in place of its vectors, and which can be made again at any time.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Size">Its size in bytes, with that of the file that holds its latest changes.</param>
public sealed record InspectedVectorFile(string Path, long Size)
{
    /// <summary>The name of the collection; null if there is none any more, so that the file is of no use.</summary>
    public string? Collection { get; init; }

    /// <summary>
    /// Whether the file is that of the present state of the database. If not, because another program has changed the database or the file
    /// is damaged, the next search makes it again.
    /// </summary>
    public bool IsCurrent { get; init; }
}
