using System.Text.Json.Nodes;

namespace Llm;

/// <summary>An entry of a collection that a search found.</summary>
/// <param name="Id">The ID of the entry.</param>
/// <param name="Score">
/// The cosine similarity to what was searched for, from -1 to 1; null if there is none, because the entry's vector or the other one
/// consists of zeros or contains NaN or infinity.
/// </param>
public sealed record CollectionEntry(string Id, double? Score)
{
    /// <summary>The text; null if it was not stored.</summary>
    public string? Text { get; init; }

    /// <summary>The data that was stored with the vector; null if there is none.</summary>
    public JsonNode? Metadata { get; init; }
}
