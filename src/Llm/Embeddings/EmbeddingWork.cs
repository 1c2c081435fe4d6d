namespace Llm;

/// <summary>An item on its way into a collection.</summary>
internal sealed class EmbeddingWork(CollectionItem item)
{
    public CollectionItem Item { get; } = item;

    public byte[] Hash { get; } = Collection.HashOf(item);

    /// <summary>What the collection knows about the item.</summary>
    public KnownContent? Known { get; set; }

    /// <summary>Items with other IDs and the same content, which get the same vector.</summary>
    public List<EmbeddingWork> Twins { get; } = [];

    /// <summary>The vector, once the model has returned it.</summary>
    public ReadOnlyMemory<float>? Vector { get; set; }

    /// <summary>Why the item cannot be embedded or stored; null if nothing has gone wrong.</summary>
    public string? Error { get; set; }

    /// <summary>Whether a later item has the same ID, so that this one is not stored.</summary>
    public bool IsSuperseded { get; set; }

    /// <summary>The work and its twins.</summary>
    public IEnumerable<EmbeddingWork> All => Twins.Prepend(this);
}
