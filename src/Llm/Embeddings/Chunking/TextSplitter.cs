using Llm.Embeddings.Chunking;

namespace Llm;

/// <summary>Splits texts into chunks for an embedding model, where something ends and something else begins.</summary>
/// <remarks>
/// Markdown is split before headings, and code in fences is kept whole if it fits; source code is split before functions, by its blank
/// lines and indentation; anything else between paragraphs. If these are too long, sentences, lines and words follow. A character as
/// people see it is never split, nor a surrogate pair. The result depends on nothing but the arguments.
/// </remarks>
public static class TextSplitter
{
    /// <summary>The estimated length of a token in UTF-16 units.</summary>
    public const int CharactersPerToken = 4;

    /// <summary>Recognises the kind of a text by the name of its file, or by its lines if there is no name or an unknown one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The name of its file, which need not exist.</param>
    public static TextKind Recognize(string text, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TextRecognition.Recognize(text, path);
    }

    /// <summary>Splits a text into chunks, which together hold each character of it.</summary>
    /// <remarks>
    /// The first chunk begins at the start of the text, each other one at the end of the chunk before it or up to
    /// <paramref name="overlap"/> earlier, and the last one ends with the text. A chunk is longer than <paramref name="size"/> only if it
    /// holds a single character that is, such as a letter with many marks. A chunk has only white space if the text has that much of it
    /// in a row.
    /// </remarks>
    /// <param name="text">The text; an empty one has no chunks.</param>
    /// <param name="size">The most tokens in a chunk, from 1, at <see cref="CharactersPerToken"/> each.</param>
    /// <param name="overlap">The most tokens that a chunk repeats from the one before it; less than <paramref name="size"/>.</param>
    /// <param name="kind">What the text is; null recognises it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size or the overlap is out of range.</exception>
    public static IReadOnlyList<TextChunk> Split(string text, int size, int overlap = 0, TextKind? kind = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(overlap);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(overlap, size);
        var limit = (int)Math.Min((long)size * CharactersPerToken, int.MaxValue);
        if (text.Length == 0) return [];
        if (text.Length <= limit) return [new TextChunk(0, text)];

        var boundaries = Boundaries.Of(text, kind ?? Recognize(text), limit);
        var chunks = new List<TextChunk>();
        for (var (start, covered) = (0, 0); covered < text.Length;)
        {
            var end = EndOf(boundaries, text, ref start, covered, limit);
            chunks.Add(new TextChunk(start, text[start..end]));
            start = StartOfNext(boundaries, start, end, overlap * CharactersPerToken);
            covered = end;
        }

        return chunks;
    }

    /// <summary>Where the chunk ends that begins at <paramref name="start"/>; if nothing else fits, it begins after the overlap.</summary>
    private static int EndOf(Boundaries boundaries, string text, ref int start, int covered, int limit)
    {
        var last = (int)Math.Min((long)start + limit, text.Length);
        if (last == text.Length) return last;
        var half = Math.Max(covered, start + (limit / 2));
        var quarter = Math.Max(covered, start + (limit / 4));
        // A chunk should be half full; a strong boundary in that half is better than a later one. Less is better than half a sentence.
        var end = boundaries.Strongest(half, last, Boundaries.Line, latest: true);
        if (end < 0) end = boundaries.Strongest(quarter, half, Boundaries.Sentence, latest: true);
        if (end < 0) end = boundaries.Strongest(half, last, Boundaries.Word, latest: true);
        if (end < 0) end = boundaries.Strongest(covered, half, Boundaries.Word, latest: true);
        if (end >= 0) return end;
        if (start < covered)
        {
            start = covered;
            return EndOf(boundaries, text, ref start, covered, limit);
        }

        return boundaries.NearestCharacter(covered, last);
    }

    private static int StartOfNext(Boundaries boundaries, int start, int end, int overlap)
    {
        var earliest = Math.Max(start, end - overlap - 1);
        if (earliest >= end - 1) return end;
        var next = boundaries.Strongest(earliest, end - 1, Boundaries.Character, latest: false);
        // Nothing is repeated rather than a piece of what should stay whole.
        return next < 0 ? end : next;
    }
}
