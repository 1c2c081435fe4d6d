using Llm.Embeddings.Chunking;

namespace Llm;

/// <content>Removes what documents in chunks leave behind when they change.</content>
public sealed partial class Collection
{
    private const int DocumentsAtOnce = 500;

    /// <summary>
    /// Deletes the chunks that documents do not have any more, and the entries of whole documents that are in chunks now. A document is
    /// left alone until all of its chunks are stored.
    /// </summary>
    private async Task DeleteStaleAsync(ChunkedItems items, CancellationToken cancellationToken)
    {
        if (Id is not { } collection) return;
        foreach (var documents in items.Documents.Chunk(DocumentsAtOnce))
        {
            var found = await store.FindIdsAsync(collection, [.. documents.Select(ChunkedItems.PrefixOf)], cancellationToken);
            var ids = found.ToHashSet(StringComparer.Ordinal);
            var complete = documents.Where(document => items.IsComplete(document, ids)).ToList();
            var stale = complete.Where(document => !items.IsChunk(document)).ToList();
            foreach (var document in complete)
            {
                var beyond = found.Where(id => items.IsBeyondEnd(id, document)).ToList();
                if (beyond.Count == 0) continue;
                var entries = await store.ReadAsync(collection, beyond, cancellationToken);
                stale.AddRange(entries.Where(entry => ChunkedItems.IsMarked(entry, document)).Select(entry => entry.Id));
            }

            if (stale.Count > 0) await store.DeleteAsync(collection, stale, cancellationToken);
        }
    }
}
