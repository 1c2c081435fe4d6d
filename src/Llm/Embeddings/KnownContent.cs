using System.Text.Json.Nodes;

namespace Llm;

/// <summary>The ID and content of an item, to look up whether a collection has them.</summary>
/// <param name="Id">The ID of the item.</param>
/// <param name="Hash">The hash of its content.</param>
public sealed record ContentKey(string Id, ReadOnlyMemory<byte> Hash);

/// <summary>What a collection knows about an item before it is embedded.</summary>
public sealed class KnownContent
{
    /// <summary>Whether the entry with this ID has this content, so that there is nothing to embed.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>Whether the unchanged entry has its text or bytes stored with it.</summary>
    public bool HasContent { get; init; }

    /// <summary>The metadata of the unchanged entry.</summary>
    public JsonNode? Metadata { get; init; }

    /// <summary>The vector of an entry with this content, whatever its ID; null if there is none.</summary>
    public ReadOnlyMemory<float>? Vector { get; init; }
}
