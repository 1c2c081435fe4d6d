using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Llm.Embeddings.Chunking;

/// <summary>Turns documents into items for their chunks, and remembers how many chunks each document has.</summary>
/// <remarks>An instance is used for one run.</remarks>
internal sealed class ChunkedItems(int size, int overlap, string prepend)
{
    /// <summary>The member of a chunk's metadata with the ID of its document, by which stale chunks are recognised.</summary>
    private const string DocumentKey = "chunk_of";

    private const char Separator = '#';
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>The IDs of the documents that were read.</summary>
    public IReadOnlyCollection<string> Documents => numbers.Keys;

    /// <summary>The beginning of the IDs of a document's chunks.</summary>
    public static string PrefixOf(string document) => document + Separator;

    public async IAsyncEnumerable<CollectionItem> ReadAsync(
        IAsyncEnumerable<CollectionItem> items, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            // Bytes have no boundaries; an empty text is left to be reported.
            var chunks = item.Text is { Length: > 0 } text
                ? TextSplitter.Split(text, size, overlap, TextSplitter.Recognize(text, item.Id)) : null;
            if (item.Text is not null) numbers[item.Id] = Math.Max(1, chunks?.Count ?? 0);
            if (chunks is null)
            {
                yield return item.Text is null ? item : ChunkOf(item, 1, "");
                continue;
            }

            for (var i = 0; i < chunks.Count; i++) yield return ChunkOf(item, i + 1, prepend + chunks[i].Text);
        }
    }

    /// <summary>Whether all chunks of a document are among these IDs.</summary>
    public bool IsComplete(string document, IReadOnlySet<string> ids)
    {
        for (var number = numbers[document]; number > 0; number--)
        {
            if (!ids.Contains(IdOf(document, number))) return false;
        }

        return true;
    }

    /// <summary>Whether an ID was given to a chunk of this run.</summary>
    public bool IsChunk(string id) =>
        Parse(id) is { } chunk && numbers.TryGetValue(chunk.Document, out var count) && chunk.Number <= count;

    /// <summary>Whether an ID is that of a chunk which a document does not have any more.</summary>
    public bool IsBeyondEnd(string id, string document) =>
        Parse(id) is { } chunk && chunk.Document == document && chunk.Number > numbers[document];

    /// <summary>Whether an entry was made from a chunk, and not from a document whose ID looks like that of a chunk.</summary>
    public static bool IsMarked(StoredEmbedding entry, string document) =>
        entry.Metadata is JsonObject metadata && metadata[DocumentKey] is JsonValue value && value.TryGetValue<string>(out var marked)
        && marked == document;

    private static string IdOf(string document, int number) =>
        PrefixOf(document) + number.ToString(CultureInfo.InvariantCulture);

    private static ChunkId? Parse(string id)
    {
        var separator = id.LastIndexOf(Separator);
        return separator >= 0
            && int.TryParse(id.AsSpan(separator + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new ChunkId(id[..separator], number) : null;
    }

    private static CollectionItem ChunkOf(CollectionItem document, int number, string text)
    {
        var metadata = document.Metadata?.DeepClone().AsObject() ?? [];
        metadata[DocumentKey] = document.Id;
        return new CollectionItem(IdOf(document.Id, number), text) { Metadata = metadata };
    }

    private sealed record ChunkId(string Document, int Number);
}
