namespace Llm.Testing;

/// <summary>Checks that every store of collections must pass, whatever its database.</summary>
/// <remarks>
/// Run <see cref="Checks"/> one by one, or <see cref="CheckAllAsync"/>. A check that a store fails throws a
/// <see cref="ConformanceException"/>. The checks use a <see cref="Collection"/> over the store where there is one, and the store itself
/// where a collection would not do what is checked, such as storing a vector of zeros.
/// </remarks>
public static partial class CollectionConformance
{
    private static readonly (string Name, Func<StoreUnderTest, Task> Check)[] All =
    [
        (nameof(EntriesAreReadAsWrittenAsync), EntriesAreReadAsWrittenAsync),
        (nameof(ContentIsStoredOnlyIfAskedAsync), ContentIsStoredOnlyIfAskedAsync),
        (nameof(UnchangedContentIsNotEmbeddedAgainAsync), UnchangedContentIsNotEmbeddedAgainAsync),
        (nameof(WhatIsMissingIsAddedAsync), WhatIsMissingIsAddedAsync),
        (nameof(ManyItemsAreEmbeddedAsync), ManyItemsAreEmbeddedAsync),
        (nameof(FailuresAreRememberedAsync), FailuresAreRememberedAsync),
        (nameof(StaleChunksAreDeletedAsync), StaleChunksAreDeletedAsync),
        (nameof(MetadataIsChangedAsync), MetadataIsChangedAsync),
        (nameof(EntriesAndCollectionsAreDeletedAsync), EntriesAndCollectionsAreDeletedAsync),
        (nameof(CollectionsAreListedAsync), CollectionsAreListedAsync),
        (nameof(PagesAreInTheOrderOfIdsAsync), PagesAreInTheOrderOfIdsAsync),
        (nameof(UnusableVectorsAreRefusedAsync), UnusableVectorsAreRefusedAsync),
        (nameof(ARefusedBatchLeavesNothingAsync), ARefusedBatchLeavesNothingAsync),
        (nameof(SimilarEntriesAreFoundAsync), SimilarEntriesAreFoundAsync),
        (nameof(PrefixesSelectIdsAsync), PrefixesSelectIdsAsync),
        (nameof(SearchesEqualAPlainScanAsync), SearchesEqualAPlainScanAsync),
        (nameof(EqualScoresAreInTheOrderOfIdsAsync), EqualScoresAreInTheOrderOfIdsAsync),
        (nameof(ACloseRaceIsDecidedExactlyAsync), ACloseRaceIsDecidedExactlyAsync),
        (nameof(OddQueriesAreAnsweredAsync), OddQueriesAreAnsweredAsync),
        (nameof(AnotherModelReplacesAllVectorsAtOnceAsync), AnotherModelReplacesAllVectorsAtOnceAsync),
        (nameof(AnInterruptedReplacementIsContinuedAsync), AnInterruptedReplacementIsContinuedAsync),
        (nameof(EntriesWithoutContentAreNotReplacedAsync), EntriesWithoutContentAreNotReplacedAsync),
        (nameof(WritersAtOnceLoseNothingAsync), WritersAtOnceLoseNothingAsync),
        (nameof(WritersAtOnceAgreeOnDimensionsAsync), WritersAtOnceAgreeOnDimensionsAsync),
        (nameof(ADeletedCollectionIsNotWrittenToAsync), ADeletedCollectionIsNotWrittenToAsync),
        (nameof(CancelledOperationsWriteNothingAsync), CancelledOperationsWriteNothingAsync),
        (nameof(ADisposedStoreHasCompletedItsWorkAsync), ADisposedStoreHasCompletedItsWorkAsync),
    ];

    /// <summary>The checks by name.</summary>
    public static IReadOnlyDictionary<string, Func<StoreUnderTest, Task>> Checks { get; } =
        All.ToDictionary(one => one.Name, one => one.Check);

    /// <summary>Runs all checks.</summary>
    /// <exception cref="ConformanceException">The store fails a check; the message begins with its name.</exception>
    public static async Task CheckAllAsync(StoreUnderTest subject)
    {
        foreach (var (name, check) in Checks)
        {
            try
            {
                await check(subject);
            }
            catch (ConformanceException ex)
            {
                throw new ConformanceException($"{name}: {ex.Message}", ex);
            }
        }
    }

    private static StoredEmbedding Entry(string id, params ReadOnlySpan<float> vector) =>
        new() { Id = id, Vector = vector.ToArray(), ContentHash = Collection.ContentHash(id) };

    private static async Task<IEnumerable<string>> IdsAsync(EmbeddingStore store, long collection) =>
        (await store.ReadPageAsync(collection, null, int.MaxValue)).Select(entry => entry.Id);
}
