using System.Diagnostics;
using Llm.Storage.Embeddings.Vectors;

namespace Llm.Storage.Embeddings;

/// <content>Makes, checks and removes the files that searches read.</content>
public sealed partial class SqliteEmbeddingStore
{
    /// <summary>
    /// Makes an approximate index of a collection with 10,000 entries or more, unless it is up to date. Later searches compare only a
    /// part of the entries and may miss some of the nearest, unless <see cref="NearestOptions.Exact"/> is set.
    /// </summary>
    /// <remarks>
    /// It is part of the file that searches make themselves. A smaller collection gets that file only, if it has at least 2,000 entries,
    /// and so does one whose vectors do not lie in clusters; their searches stay exact.
    /// </remarks>
    /// <param name="collectionId">The collection.</param>
    /// <param name="progress">Receives the part of the work that is done, from 0 to 1, on any thread; null for none.</param>
    /// <param name="cancellationToken">Stops the work; the index is as before then.</param>
    /// <returns>The index; null if the collection is too small for a file, or it cannot be written.</returns>
    /// <exception cref="LlmException">The database cannot be read.</exception>
    public Task<EmbeddingIndex?> MakeIndexAsync(
        long collectionId, IProgress<double>? progress = null, CancellationToken cancellationToken = default) => Read(
        () => files.MakeLists(collectionId, progress, cancellationToken) is { } vectors ? Describe(collectionId, vectors) : null,
        cancellationToken);

    /// <summary>
    /// Measures how many of the ten nearest entries approximate searches find, by searching for entries of the collection themselves.
    /// </summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="searches">The number of entries to search for.</param>
    /// <param name="progress">Receives the part of the work that is done, from 0 to 1; null for none.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What was found; null if the collection has no approximate index.</returns>
    /// <exception cref="LlmException">The database cannot be read.</exception>
    public Task<IndexCheck?> CheckIndexAsync(
        long collectionId, int searches = 200, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(searches, 1);
        return Read(() => CheckIndex(collectionId, searches, progress, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Removes the files that searches of a collection read; returns whether there were any. The next search, which is exact, makes the one
    /// that it needs.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The store is disposed.</exception>
    public Task<bool> DropIndexAsync(long collectionId, CancellationToken cancellationToken = default) =>
        Run(() => files.Drop(collectionId), cancellationToken);

    private void WarnOfLostLists(long collectionId)
    {
        var name = database.QueryText("SELECT name FROM collections WHERE id = ?1", collectionId);
        options.Warn?.Invoke(
            $"Much of the collection {name} has changed since its index was made, so searches compare all of it again. "
            + $"Run llm collections index {name} to make them fast again.");
    }

    private EmbeddingIndex Describe(long collectionId, IndexedVectors vectors)
    {
        var path = VectorFiles.PathOf(Path, collectionId);
        var index = new EmbeddingIndex(path, vectors.Count + vectors.OddRows.Length, new FileInfo(path).Length);
        var head = vectors.File.Head;
        return head.Lists == 0 ? index : index with { ComparedPart = head.Reach.Part, Recall = head.Reach.Recall };
    }

    private IndexCheck? CheckIndex(long collectionId, int searches, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (files.ReadFollowed() is not { } state) return null;
        if (files.Open(collectionId, state, cancellationToken) is not { File.Head.Lists: > 0 } vectors) return null;
        var (approximate, exact, found) = (new TimeSpan[searches], new TimeSpan[searches], 0);
        for (var i = 0; i < searches; i++)
        {
            // Other ones than those by which the index was adjusted.
            var place = ((2L * i) + 1) * vectors.File.Count / (2 * searches);
            if (ReadQuery(QuantizedRow.Number(vectors.File.Rows(place, 1))) is not { } query) continue;
            var options = new NearestOptions { SkipId = query.Id };
            var near = Time(options, out approximate[i]);
            var nearest = Time(options with { Exact = true }, out exact[i]);
            // Entries with equal scores are as good as each other.
            found += near.Count(entry => entry.Score >= nearest[^1].Score);
            progress?.Report((i + 1.0) / searches);

            IReadOnlyList<CollectionEntry> Time(NearestOptions wanted, out TimeSpan time)
            {
                var start = Stopwatch.GetTimestamp();
                var entries = FindNearest(collectionId, query.Vector.Span, wanted, cancellationToken);
                time = Stopwatch.GetElapsedTime(start);
                return entries;
            }
        }

        Array.Sort(approximate);
        Array.Sort(exact);
        var median = searches / 2;
        return new IndexCheck(searches, found / (10.0 * searches), approximate[median], exact[median]);
    }

    private StoredEmbedding? ReadQuery(long row)
    {
        using var found = database.Prepare("SELECT id, embedding FROM embeddings WHERE rowid = ?1");
        found.Bind([row]);
        return found.Step()
            ? new StoredEmbedding { Id = found.Text("id") ?? "", Vector = EmbeddingEncoding.Decode(found.Bytes("embedding")) } : null;
    }
}
