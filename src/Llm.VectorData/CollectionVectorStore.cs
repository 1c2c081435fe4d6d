using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Llm.VectorData;

/// <summary>A collection of embeddings behind the interface of vector stores.</summary>
internal sealed class CollectionVectorStore(EmbeddingStore store, string name, EmbeddingModel model)
    : VectorStoreCollection<string, CollectionRecord>
{
    private const string SystemName = "llm";
    private const int PageSize = 500;

    public override string Name => name;

    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) =>
        Guard("CollectionExists", () => Collection.ExistsAsync(store, name, cancellationToken));

    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default) =>
        Guard("EnsureCollectionExists", async () => await (await OpenAsync(cancellationToken)).CreateAsync(cancellationToken));

    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default) => Guard(
        "EnsureCollectionDeleted",
        async () =>
        {
            await (await OpenAsync(cancellationToken)).DeleteAsync(cancellationToken);
            return true;
        });

    public override Task<CollectionRecord?> GetAsync(
        string key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default) => Guard(
        "Get",
        async () => await (await OpenAsync(cancellationToken)).FindAsync(key, cancellationToken) is { } entry
            ? RecordOf(entry, options?.IncludeVectors == true) : null);

    public override async IAsyncEnumerable<CollectionRecord> GetAsync(
        Expression<Func<CollectionRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<CollectionRecord>? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        var passes = filter.Compile(preferInterpretation: true);
        var (skip, left) = (options?.Skip ?? 0, top);
        var sorting = options?.OrderBy?.Invoke(new()).Values ?? [];
        var records = ReadAsync(options?.IncludeVectors == true, cancellationToken).Where(passes);
        if (sorting.Count > 0) records = Sort(await records.ToListAsync(cancellationToken), sorting).ToAsyncEnumerable();
        await foreach (var record in records.WithCancellation(cancellationToken))
        {
            if (skip-- > 0) continue;
            yield return record;
            if (--left == 0) yield break;
        }
    }

    public override Task DeleteAsync(string key, CancellationToken cancellationToken = default) => DeleteAsync([key], cancellationToken);

    public override Task DeleteAsync(IEnumerable<string> keys, CancellationToken cancellationToken = default) => Guard(
        "Delete", async () => await (await OpenAsync(cancellationToken)).DeleteEntriesAsync([.. keys], cancellationToken));

    public override Task UpsertAsync(CollectionRecord record, CancellationToken cancellationToken = default) =>
        UpsertAsync([record], cancellationToken);

    public override Task UpsertAsync(IEnumerable<CollectionRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        return Guard(
            "Upsert",
            async () =>
            {
                var collection = await OpenAsync(cancellationToken);
                var report = await collection.EmbedManyAsync(
                    records.Select(ItemOf), new EmbedManyOptions { Store = true }, cancellationToken);
                return report.Failures is [var failure, ..]
                    ? throw new LlmException($"{failure.Id} was not stored: {failure.Message}") : report;
            });
    }

    public override async IAsyncEnumerable<VectorSearchResult<CollectionRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<CollectionRecord>? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        var passes = options?.Filter?.Compile(preferInterpretation: true);
        var (skip, left) = (options?.Skip ?? 0, top);
        var found = await Guard("Search", () => FindAsync(searchValue, passes is null ? skip + top : -1, cancellationToken));
        // In pages, so that a search whose filter most entries pass reads few of their vectors.
        foreach (var page in found.Chunk(options?.IncludeVectors == true ? top : int.MaxValue))
        {
            var vectors = options?.IncludeVectors == true ? await Guard("Search", () => VectorsAsync(page, cancellationToken)) : null;
            foreach (var entry in page)
            {
                if (options?.ScoreThreshold is { } least && !(entry.Score >= least)) continue;
                var record = new CollectionRecord
                {
                    Id = entry.Id,
                    Text = entry.Text,
                    Metadata = entry.Metadata as JsonObject,
                    Vector = vectors?.GetValueOrDefault(entry.Id),
                };
                if (passes?.Invoke(record) == false || skip-- > 0) continue;
                yield return new VectorSearchResult<CollectionRecord>(record, entry.Score);
                if (--left == 0) yield break;
            }
        }
    }

    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(VectorStoreCollectionMetadata))
            return new VectorStoreCollectionMetadata { VectorStoreSystemName = SystemName, CollectionName = name };
        return serviceType == typeof(EmbeddingStore) ? store : serviceType.IsInstanceOfType(this) ? this : null;
    }

    private Task<Collection> OpenAsync(CancellationToken cancellationToken) =>
        Collection.OpenAsync(store, name, new CollectionOptions { Model = model }, cancellationToken);

    private async Task<IReadOnlyList<CollectionEntry>> FindAsync<TInput>(
        TInput value, int number, CancellationToken cancellationToken)
    {
        var collection = await OpenAsync(cancellationToken);
        ReadOnlyMemory<float>? vector = value switch
        {
            // A plain null would become an empty vector, as arrays do.
            string => default(ReadOnlyMemory<float>?),
            ReadOnlyMemory<float> memory => memory,
            float[] array => array,
            Embedding<float> embedding => embedding.Vector,
            _ => throw new NotSupportedException(
                $"A search is for a string, ReadOnlyMemory<float>, float[] or Embedding<float>, not {typeof(TInput)}."),
        };
        return vector is { } given
            ? await collection.SimilarAsync(given, new NearestOptions { Number = number }, cancellationToken)
            : await collection.SimilarAsync((string)(object)value!, number, cancellationToken: cancellationToken);
    }

    private async Task<Dictionary<string, ReadOnlyMemory<float>?>> VectorsAsync(
        CollectionEntry[] entries, CancellationToken cancellationToken)
    {
        var collection = await OpenAsync(cancellationToken);
        var read = collection.Id is { } id ? await store.ReadAsync(id, [.. entries.Select(entry => entry.Id)], cancellationToken) : [];
        return read.ToDictionary(entry => entry.Id, entry => (ReadOnlyMemory<float>?)entry.Vector, StringComparer.Ordinal);
    }

    private async IAsyncEnumerable<CollectionRecord> ReadAsync(
        bool withVectors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if ((await Guard("Get", () => OpenAsync(cancellationToken))).Id is not { } id) yield break;
        string? last = null;
        while (await Guard("Get", () => store.ReadPageAsync(id, last, PageSize, cancellationToken)) is { Count: > 0 } page)
        {
            foreach (var entry in page) yield return RecordOf(entry, withVectors);
            last = page[^1].Id;
        }
    }

    private static IEnumerable<CollectionRecord> Sort(
        IEnumerable<CollectionRecord> records,
        IReadOnlyList<FilteredRecordRetrievalOptions<CollectionRecord>.OrderByDefinition.SortInfo> sorting)
    {
        var sorted = records.OrderBy(_ => 0);
        foreach (var key in sorting)
        {
            var select = key.PropertySelector.Compile(preferInterpretation: true);
            sorted = key.Ascending ? sorted.ThenBy(select) : sorted.ThenByDescending(select);
        }

        return sorted;
    }

    private static CollectionItem ItemOf(CollectionRecord record) => record.Text is { } text
        ? new CollectionItem(record.Id, text) { Metadata = record.Metadata }
        : throw new LlmException($"The record {record.Id} has no text to embed.");

    private static CollectionRecord RecordOf(StoredEmbedding entry, bool withVector) => new()
    {
        Id = entry.Id,
        Text = entry.Text,
        Metadata = entry.Metadata as JsonObject,
        Vector = withVector ? entry.Vector : default(ReadOnlyMemory<float>?),
    };

    private async Task<T> Guard<T>(string operation, Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (LlmException ex)
        {
            throw new VectorStoreException(ex.Message, ex)
            {
                VectorStoreSystemName = SystemName,
                CollectionName = name,
                OperationName = operation,
            };
        }
    }
}
