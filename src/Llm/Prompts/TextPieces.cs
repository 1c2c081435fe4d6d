using System.Runtime.InteropServices;

namespace Llm;

/// <summary>A text that is received in pieces, which are not copied before the whole is needed.</summary>
internal sealed class TextPieces
{
    private readonly List<string> pieces = [];
    // Pieces that follow each other in a buffer are one range of it.
    private TextBuffer? buffer;
    private int start;
    private int end;

    /// <summary>Whether there is no text so far.</summary>
    public bool IsEmpty => pieces.Count == 0 && buffer is null;

    /// <summary>Adds a piece at the end.</summary>
    public void Add(TextEvent piece)
    {
        if (piece.Length == 0) return;
        if (piece.Buffer is { } source && pieces.Count == 0 && (buffer is null || (source == buffer && piece.Start == end)))
        {
            if (buffer is null) (buffer, start) = (source, piece.Start);
            end = piece.Start + piece.Length;
            return;
        }

        Add(piece.Text);
    }

    /// <inheritdoc cref="Add(TextEvent)"/>
    public void Add(string piece)
    {
        if (piece.Length == 0) return;
        if (buffer is not null) pieces.Add(buffer.GetString(start, end - start));
        buffer = null;
        pieces.Add(piece);
    }

    /// <summary>Creates the part of the text, which stays as it is if it is large.</summary>
    /// <inheritdoc cref="Join" path="/param"/>
    public TextPart ToPart(IReadOnlyList<string> known)
    {
        if (buffer is null || end - start < Utf8Text.Large) return new TextPart(Join(known));
        foreach (var text in known)
        {
            if (IsRange(text)) return new TextPart(text);
        }

        return new TextPart(new Utf8Text(buffer, start, end - start));
    }

    /// <summary>Returns the whole text: one of the known texts if one equals it, so that a large text is in memory only once.</summary>
    /// <param name="known">The texts that are in memory anyway.</param>
    public string Join(IReadOnlyList<string> known)
    {
        if (buffer is not null)
        {
            var text = buffer.GetString(start, end - start);
            foreach (var other in known)
            {
                if (other == text) return other;
            }

            return text;
        }

        foreach (var text in known)
        {
            if (IsEqual(text)) return text;
        }

        return string.Concat((ReadOnlySpan<string?>)CollectionsMarshal.AsSpan(pieces)!);
    }

    private bool IsRange(string text)
    {
        // A character is at most three bytes.
        if (text.Length > end - start || text.Length < (end - start) / 3) return false;
        var rest = text.AsSpan();
        foreach (var piece in Utf8Text.Pieces(buffer!, start, end - start))
        {
            if (!rest.StartsWith(piece)) return false;
            rest = rest[piece.Length..];
        }

        return rest.IsEmpty;
    }

    private bool IsEqual(string text)
    {
        var rest = text.AsSpan();
        foreach (var piece in pieces)
        {
            if (!rest.StartsWith(piece)) return false;
            rest = rest[piece.Length..];
        }

        return rest.IsEmpty;
    }
}
