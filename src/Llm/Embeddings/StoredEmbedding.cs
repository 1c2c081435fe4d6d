using System.Text.Json.Nodes;

namespace Llm;

/// <summary>An entry of a collection as it is stored.</summary>
public sealed class StoredEmbedding
{
    /// <summary>The ID, which is unique in the collection.</summary>
    public required string Id { get; init; }

    /// <summary>The vector.</summary>
    public required ReadOnlyMemory<float> Vector { get; init; }

    /// <summary>The MD5 hash of the text in UTF-8 or of the bytes; see <see cref="Collection.ContentHash(string)"/>.</summary>
    public ReadOnlyMemory<byte> ContentHash { get; init; }

    /// <summary>The text; null if it was not stored.</summary>
    public string? Text { get; init; }

    /// <summary>The bytes; null if they were not stored.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>The data that was stored with the vector; null if there is none.</summary>
    public JsonNode? Metadata { get; init; }

    /// <summary>When the entry was written, in whole seconds; set by the store. Null in entries of very old databases.</summary>
    public DateTimeOffset? Updated { get; init; }
}
