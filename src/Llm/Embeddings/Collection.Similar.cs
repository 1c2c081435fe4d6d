namespace Llm;

/// <content>Finds similar entries.</content>
public sealed partial class Collection
{
    /// <summary>Finds the entries that are most similar to a text, which the collection's model embeds.</summary>
    /// <param name="text">The text.</param>
    /// <param name="number">The number of entries; a negative number returns all.</param>
    /// <param name="prefix">Only entries whose ID begins with this text; see <see cref="NearestOptions.Prefix"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task<IReadOnlyList<CollectionEntry>> SimilarAsync(
        string text, int number = 10, string? prefix = null, CancellationToken cancellationToken = default) =>
        SimilarAsync(text, new NearestOptions { Number = number, Prefix = prefix }, cancellationToken);

    /// <summary>Finds the entries that are most similar to a text, which the collection's model embeds.</summary>
    public async Task<IReadOnlyList<CollectionEntry>> SimilarAsync(
        string text, NearestOptions nearest, CancellationToken cancellationToken = default) =>
        await SimilarAsync(await EmbedQueryAsync(text, cancellationToken), nearest, cancellationToken);

    /// <summary>Finds the entries that are most similar to bytes, such as those of an image.</summary>
    /// <inheritdoc cref="SimilarAsync(string, int, string?, CancellationToken)"/>
    public Task<IReadOnlyList<CollectionEntry>> SimilarAsync(
        ReadOnlyMemory<byte> bytes, int number = 10, string? prefix = null, CancellationToken cancellationToken = default) =>
        SimilarAsync(bytes, new NearestOptions { Number = number, Prefix = prefix }, cancellationToken);

    /// <summary>Finds the entries that are most similar to bytes, which the collection's model embeds.</summary>
    public async Task<IReadOnlyList<CollectionEntry>> SimilarAsync(
        ReadOnlyMemory<byte> bytes, NearestOptions nearest, CancellationToken cancellationToken = default) =>
        await SimilarAsync(await EmbedOneAsync(new CollectionItem("", bytes), cancellationToken), nearest, cancellationToken);

    /// <summary>Finds the entries that are most similar to another entry, without that entry.</summary>
    /// <exception cref="LlmException">There is no entry with this ID.</exception>
    public async Task<IReadOnlyList<CollectionEntry>> SimilarByIdAsync(
        string id, int number = 10, string? prefix = null, CancellationToken cancellationToken = default)
    {
        var entry = await FindAsync(id, cancellationToken) ?? throw NoEntry(id);
        var nearest = new NearestOptions { Number = number, SkipId = id, Prefix = prefix };
        return await SimilarAsync(entry.Vector, nearest, cancellationToken);
    }

    /// <summary>Finds the entries that are most similar to a vector.</summary>
    public async Task<IReadOnlyList<CollectionEntry>> SimilarAsync(
        ReadOnlyMemory<float> vector, NearestOptions? nearest = null, CancellationToken cancellationToken = default) =>
        Id is { } id ? await store.FindNearestAsync(id, vector, nearest, cancellationToken) : [];
}
