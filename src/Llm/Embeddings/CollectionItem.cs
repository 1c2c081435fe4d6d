using System.Text.Json.Nodes;

namespace Llm;

/// <summary>A text or bytes to be embedded and stored in a collection.</summary>
public sealed class CollectionItem
{
    /// <summary>Creates an item from a text.</summary>
    /// <param name="id">The ID, which is unique in its collection.</param>
    /// <param name="text">The text.</param>
    public CollectionItem(string id, string text)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(text);
        Id = id;
        Text = text;
    }

    /// <summary>Creates an item from bytes, such as those of an image.</summary>
    /// <param name="id">The ID, which is unique in its collection.</param>
    /// <param name="bytes">The bytes, which must not change until the item is stored.</param>
    public CollectionItem(string id, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(id);
        Id = id;
        Bytes = bytes;
    }

    /// <summary>The ID, which is unique in its collection.</summary>
    public string Id { get; }

    /// <summary>The text; null if the item consists of bytes.</summary>
    public string? Text { get; }

    /// <summary>The bytes; empty if the item is a text.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Data to be stored with the vector; null or an empty object for none.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>Whether there is nothing to embed.</summary>
    internal bool IsEmpty => Text is null ? Bytes.IsEmpty : Text.Length == 0;
}
