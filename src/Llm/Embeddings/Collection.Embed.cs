using System.Text.Json.Nodes;

namespace Llm;

/// <content>Embeds one item.</content>
public sealed partial class Collection
{
    /// <summary>Embeds a text and stores the vector; returns it.</summary>
    /// <remarks>
    /// The model is not asked again for a text that the collection has, under this ID or another one. An entry with the same ID is
    /// replaced, unless it has the same text: then what is missing is added, a text that was not stored or other metadata.
    /// </remarks>
    /// <param name="id">The ID of the entry.</param>
    /// <param name="text">The text.</param>
    /// <param name="metadata">Data to be stored with the vector; null for none.</param>
    /// <param name="store">Whether the text itself is stored, so that a search can return it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlmException">
    /// The text is empty or the store cannot keep it, the model refused it or returned a vector that cannot be used, or the vector has
    /// another number of dimensions than those of the collection.
    /// </exception>
    public Task<ReadOnlyMemory<float>> EmbedAsync(
        string id, string text, JsonObject? metadata = null, bool store = false, CancellationToken cancellationToken = default) =>
        EmbedAsync(new CollectionItem(id, text) { Metadata = metadata }, store, cancellationToken);

    /// <summary>Embeds an item and stores the vector; returns it.</summary>
    /// <inheritdoc cref="EmbedAsync(string, string, JsonObject?, bool, CancellationToken)"/>
    public async Task<ReadOnlyMemory<float>> EmbedAsync(
        CollectionItem item, bool store = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (this.store.FindProblem(item.Id, store ? item.Text : null) is { } problem) throw new LlmException(problem);
        var hash = HashOf(item);
        var known = Id is { } id ? (await this.store.FindKnownAsync(id, [new ContentKey(item.Id, hash)], cancellationToken))[0] : null;
        var vector = known?.Vector ?? await EmbedOneAsync(item, cancellationToken);
        if (known is { IsUnchanged: true } && !NeedsRewriting(item, known, store)) return vector;
        var entry = ToEntry(item, hash, vector, store, known);
        await this.store.SaveAsync(await CreateAsync(cancellationToken), [entry], cancellationToken);
        return vector;
    }

    internal static byte[] HashOf(CollectionItem item) => item.Text is { } text ? ContentHash(text) : ContentHash(item.Bytes.Span);

    /// <summary>Whether an unchanged entry lacks what the item has.</summary>
    internal static bool NeedsRewriting(CollectionItem item, KnownContent known, bool store) =>
        (store && !known.HasContent) || (item.Metadata is { Count: > 0 } metadata && !JsonNode.DeepEquals(metadata, known.Metadata));

    /// <summary>Creates the entry of an item. What an unchanged entry has and the item lacks is kept.</summary>
    internal static StoredEmbedding ToEntry(
        CollectionItem item, ReadOnlyMemory<byte> hash, ReadOnlyMemory<float> vector, bool store, KnownContent? known)
    {
        var unchanged = known is { IsUnchanged: true } ? known : null;
        var keepsContent = store || unchanged is { HasContent: true };
        return new StoredEmbedding
        {
            Id = item.Id,
            Vector = vector,
            ContentHash = hash,
            Text = keepsContent ? item.Text : null,
            Bytes = keepsContent && item.Text is null ? item.Bytes : default(ReadOnlyMemory<byte>?),
            Metadata = item.Metadata is { Count: > 0 } ? item.Metadata : unchanged?.Metadata,
        };
    }

    /// <summary>Embeds an item with a model and stores nothing.</summary>
    /// <exception cref="LlmException">
    /// The content is empty or of a kind that the model does not take, or the model refused it or returned a vector that cannot be used.
    /// </exception>
    public static async Task<ReadOnlyMemory<float>> EmbedAsync(
        EmbeddingModel model, CollectionItem item, string? key = null, CancellationToken cancellationToken = default)
    {
        var vectors = await EmbedBatchAsync(model, [item], key, cancellationToken);
        return Checked(model, vectors[0]);
    }

    private Task<ReadOnlyMemory<float>> EmbedOneAsync(CollectionItem item, CancellationToken cancellationToken) =>
        EmbedAsync(Model, item, options.Key, cancellationToken);

    private async Task<ReadOnlyMemory<float>> EmbedQueryAsync(string text, CancellationToken cancellationToken)
    {
        CheckContent(Model, new CollectionItem("", text));
        return Checked(Model, await Model.EmbedQueryAsync(text, options.Key, cancellationToken));
    }

    /// <summary>Asks a model for the vectors of items that are all texts or all bytes.</summary>
    internal static async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        EmbeddingModel model, IReadOnlyList<CollectionItem> items, string? key, CancellationToken cancellationToken)
    {
        foreach (var item in items) CheckContent(model, item);
        var vectors = items[0].Text is not null
            ? await model.EmbedAsync([.. items.Select(item => item.Text!)], key, cancellationToken)
            : await model.EmbedBinaryAsync([.. items.Select(item => item.Bytes)], key, cancellationToken);
        return vectors.Count == items.Count
            ? vectors
            : throw new LlmException($"{model.Id} returned {vectors.Count} vectors for {items.Count} texts.");
    }

    private static void CheckContent(EmbeddingModel model, CollectionItem item)
    {
        if (item.IsEmpty) throw new LlmException("There is nothing to embed: the content is empty.");
        CheckKind(model, item);
    }

    /// <exception cref="LlmException">The model does not take text, or not bytes.</exception>
    internal static void CheckKind(EmbeddingModel model, CollectionItem item)
    {
        if (item.Text is not null && !model.SupportsText)
            throw new LlmException($"{model.Id} embeds binary content only, such as images.");
        if (item.Text is null && !model.SupportsBinary)
            throw new LlmException($"{model.Id} embeds text only. Use a model that supports binary content, or leave out --binary.");
    }

    private static ReadOnlyMemory<float> Checked(EmbeddingModel model, ReadOnlyMemory<float> vector) =>
        VectorProblem(vector.Span) is { } problem ? throw new LlmException($"{model.Id} {problem}") : vector;

    /// <summary>What makes a vector useless for a search; null if it is good.</summary>
    internal static string? VectorProblem(ReadOnlySpan<float> vector)
    {
        if (vector.IsEmpty) return "returned an empty vector.";
        var isZero = true;
        foreach (var number in vector)
        {
            if (!float.IsFinite(number)) return "returned a vector that contains NaN or infinity.";
            isZero &= number == 0;
        }

        return isZero ? "returned a vector of zeros, which is similar to nothing." : null;
    }
}
