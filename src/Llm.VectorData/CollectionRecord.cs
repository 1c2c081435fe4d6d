using System.Text.Json.Nodes;

namespace Llm.VectorData;

/// <summary>An entry of a <see cref="Collection"/> as a record of a vector store.</summary>
public sealed class CollectionRecord
{
    /// <summary>The key: the ID of the entry, which is unique in the collection.</summary>
    public required string Id { get; init; }

    /// <summary>The text; null if it was not stored, or the content is not a text. A record without one cannot be stored.</summary>
    public string? Text { get; init; }

    /// <summary>Data that is stored with the text; null for none.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>
    /// The vector, which the collection's model makes when the record is stored; null unless vectors were asked for. It is not read when a
    /// record is stored.
    /// </summary>
    public ReadOnlyMemory<float>? Vector { get; init; }
}
