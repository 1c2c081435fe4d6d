using System.Runtime.ExceptionServices;

namespace Llm;

/// <summary>Embeds many items into a collection: reads them in windows, finds what is new, and embeds and stores batches at once.</summary>
/// <remarks>An instance runs once.</remarks>
internal sealed class EmbeddingRun(Collection collection, EmbeddingStore store, BatchEmbedder embedder, EmbedManyOptions options)
    : IDisposable
{
    /// <summary>Texts are looked up and sorted by length within a window of 4 to 16 batches, and about so many texts.</summary>
    private const int ItemsInWindow = 1600;

    /// <summary>Bounds the memory of a window of long texts.</summary>
    private const long CharactersInWindow = 4_000_000;

    private readonly Lock gate = new();

    /// <summary>Held while a batch is collected and stored, so that of two items with the same ID the later one is stored last.</summary>
    private readonly SemaphoreSlim storing = new(1);
    private readonly Dictionary<string, EmbeddingWork> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EmbeddingWork> byContent = new(StringComparer.Ordinal);
    private readonly List<EmbedFailure> failures = [];
    private readonly List<EmbedFailure> unrecorded = [];
    private readonly List<Task> running = [];
    private ExceptionDispatchInfo? error;
    private long read;
    private long embedded;
    private long unchanged;

    public async Task<EmbedReport> RunAsync(IAsyncEnumerable<CollectionItem> items, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(items, cancellationToken);
        }
        finally
        {
            // What is under way has been paid for, so it is stored whatever has happened.
            await Task.WhenAll(running);
        }

        error?.Throw();
        cancellationToken.ThrowIfCancellationRequested();
        await RecordFailuresAsync(cancellationToken);
        return new EmbedReport(embedded, unchanged, failures);
    }

    public void Dispose() => storing.Dispose();

    private async Task ReadAsync(IAsyncEnumerable<CollectionItem> items, CancellationToken cancellationToken)
    {
        var only = options.OnlyFailed ? await FailedIdsAsync(cancellationToken) : null;
        var seen = options.Strict ? new HashSet<string>(StringComparer.Ordinal) : null;
        var windowSize = embedder.BatchSize * Math.Clamp(ItemsInWindow / embedder.BatchSize, 4, 16);
        var window = new List<EmbeddingWork>();
        var characters = 0L;
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            lock (gate) read++;
            if (seen?.Add(item.Id) == false)
                throw new LlmException($"The ID {item.Id} occurs twice. Remove one of the items, or leave out strict checking.");
            if (only?.Contains(item.Id) == false) continue;
            window.Add(new EmbeddingWork(item) { Error = store.FindProblem(item.Id, options.Store ? item.Text : null) });
            characters += item.Text?.Length ?? item.Bytes.Length;
            if (window.Count < windowSize && characters < CharactersInWindow) continue;
            await StartAsync(window, cancellationToken);
            if (error is not null) return;
            (window, characters) = ([], 0);
        }

        await StartAsync(window, cancellationToken);
    }

    private async Task<HashSet<string>> FailedIdsAsync(CancellationToken cancellationToken) =>
        collection.Id is not { } id ? []
            : (await store.ListFailuresAsync(id, cancellationToken)).Select(failure => failure.Id).ToHashSet(StringComparer.Ordinal);

    /// <summary>Starts the batches of a window; returns when the last has started.</summary>
    private async Task StartAsync(List<EmbeddingWork> window, CancellationToken cancellationToken)
    {
        if (window.Count == 0) return;
        await LookUpAsync(window, cancellationToken);
        var (ready, fresh) = (new List<EmbeddingWork>(), new List<EmbeddingWork>());
        lock (gate)
        {
            foreach (var work in window) Sort(work, ready, fresh);
        }

        if (ready.Count > 0) await StartBatchAsync(ready, cancellationToken);
        foreach (var batch in Batches(fresh))
        {
            if (error is not null) return;
            await StartBatchAsync(batch, cancellationToken);
        }

        Report();
    }

    private async Task LookUpAsync(List<EmbeddingWork> window, CancellationToken cancellationToken)
    {
        if (collection.Id is not { } id) return;
        var works = window.FindAll(work => work.Error is null);
        var known = await store.FindKnownAsync(
            id, [.. works.Select(work => new ContentKey(work.Item.Id, work.Hash))], cancellationToken);
        for (var i = 0; i < works.Count; i++) works[i].Known = known[i];
    }

    /// <summary>Decides what is to be done with an item: nothing, store it, embed it, or wait for an equal one.</summary>
    private void Sort(EmbeddingWork work, List<EmbeddingWork> ready, List<EmbeddingWork> fresh)
    {
        // The last item with an ID wins. An earlier one may be on its way already, and then the collection may change.
        if (byId.TryGetValue(work.Item.Id, out var earlier)) earlier.IsSuperseded = true;
        else if (work.Known is { IsUnchanged: true } known && !Collection.NeedsRewriting(work.Item, known, options.Store))
        {
            unchanged++;
            return;
        }

        byId[work.Item.Id] = work;
        if (work.Error is not null)
        {
            // It is reported with its batch, unless a later item has its ID.
            fresh.Add(work);
            return;
        }

        var content = Convert.ToHexString(work.Hash);
        if (work.Known?.Vector is { } vector)
        {
            work.Vector = vector;
            ready.Add(work);
        }
        else if (byContent.TryGetValue(content, out var same) && (same.Item.Text is null) == (work.Item.Text is null))
        {
            same.Twins.Add(work);
        }
        else
        {
            byContent[content] = work;
            fresh.Add(work);
        }
    }

    /// <summary>Divides items into batches. Of many, texts of like length are together, which saves models from padding.</summary>
    private IEnumerable<EmbeddingWork[]> Batches(List<EmbeddingWork> works)
    {
        foreach (var kind in works.GroupBy(work => work.Item.Text is null))
        {
            var inOrder = kind.ToList();
            var isWorthSorting = !kind.Key && inOrder.Count > 2 * embedder.BatchSize;
            foreach (var batch in (isWorthSorting ? inOrder.OrderBy(work => work.Item.Text!.Length) : inOrder.AsEnumerable())
                .Chunk(embedder.BatchSize))
            {
                yield return batch;
            }
        }
    }

    private async Task StartBatchAsync(IReadOnlyList<EmbeddingWork> batch, CancellationToken cancellationToken)
    {
        // The model may compute the vectors itself, on the calling thread.
        var task = Task.Run(() => FinishBatchAsync(batch, cancellationToken), CancellationToken.None);
        running.Add(task);
        // Until one has succeeded, batches are embedded one by one.
        while (running.Count >= (embedder.HasSucceeded ? options.Parallel : 1)) running.Remove(await Task.WhenAny(running));
    }

    private async Task FinishBatchAsync(IReadOnlyList<EmbeddingWork> batch, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                var fresh = batch.Where(work => work.Vector is null).ToList();
                if (fresh.Count > 0) await embedder.EmbedAsync(fresh, cancellationToken);
            }
            finally
            {
                // Also a batch that failed half-way has vectors. They have been paid for, so storing them is not cancelled.
                await storing.WaitAsync(CancellationToken.None);
                try
                {
                    await StoreAsync(batch, CancellationToken.None);
                }
                finally
                {
                    storing.Release();
                }
            }
        }
        catch (Exception ex)
        {
            lock (gate) error ??= ExceptionDispatchInfo.Capture(ex);
        }

        Report();
    }

    private async Task StoreAsync(IReadOnlyList<EmbeddingWork> batch, CancellationToken cancellationToken)
    {
        var entries = new List<StoredEmbedding>();
        lock (gate)
        {
            foreach (var work in batch)
            {
                // From here on, an equal item finds the vector in the store.
                var content = Convert.ToHexString(work.Hash);
                if (byContent.GetValueOrDefault(content) == work) byContent.Remove(content);
                foreach (var one in work.All)
                {
                    if (one.IsSuperseded) continue;
                    if (work.Vector is { } vector)
                        entries.Add(Collection.ToEntry(one.Item, one.Hash, vector, options.Store, one.Known));
                    else if (work.Error is { } message)
                        AddFailure(new EmbedFailure(one.Item.Id, message));
                }
            }
        }

        if (entries.Count > 0)
        {
            await store.SaveAsync(await collection.CreateAsync(cancellationToken), entries, cancellationToken);
            lock (gate) embedded += entries.Count;
        }

        await RecordFailuresAsync(cancellationToken);
        lock (gate)
        {
            foreach (var one in batch.SelectMany(work => work.All))
            {
                if (byId.GetValueOrDefault(one.Item.Id) == one) byId.Remove(one.Item.Id);
            }
        }
    }

    private void AddFailure(EmbedFailure failure)
    {
        failures.Add(failure);
        unrecorded.Add(failure);
    }

    /// <summary>Records failures in the store, unless the collection does not exist because nothing else has been stored.</summary>
    private async Task RecordFailuresAsync(CancellationToken cancellationToken)
    {
        if (collection.Id is not { } id) return;
        EmbedFailure[] recorded;
        lock (gate)
        {
            recorded = [.. unrecorded];
            unrecorded.Clear();
        }

        if (recorded.Length > 0) await store.RecordFailuresAsync(id, recorded, cancellationToken);
    }

    private void Report()
    {
        if (options.Progress is null) return;
        EmbedProgress state;
        lock (gate) state = new EmbedProgress(read, embedded, unchanged, failures.Count);
        options.Progress.Report(state);
    }
}
