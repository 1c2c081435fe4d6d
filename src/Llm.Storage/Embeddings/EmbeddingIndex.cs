namespace Llm.Storage.Embeddings;

/// <summary>A file that searches of a collection read in place of its vectors.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Entries">The number of entries.</param>
/// <param name="Size">The size of the file in bytes.</param>
public sealed record EmbeddingIndex(string Path, long Entries, long Size);
