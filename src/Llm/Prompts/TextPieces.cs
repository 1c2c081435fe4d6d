using System.Runtime.InteropServices;

namespace Llm;

/// <summary>A text that is received in pieces, which are not copied before the whole is needed.</summary>
internal sealed class TextPieces
{
    private readonly List<string> pieces = [];

    /// <summary>The number of characters so far.</summary>
    public int Length { get; private set; }

    /// <summary>Adds a piece at the end.</summary>
    public void Add(string piece)
    {
        if (piece.Length == 0) return;
        Length = checked(Length + piece.Length);
        pieces.Add(piece);
    }

    /// <summary>Returns the whole text: one of the known texts if one equals it, so that a large text is in memory only once.</summary>
    public string Join(IReadOnlyList<string> known)
    {
        foreach (var text in known)
        {
            if (IsEqual(text)) return text;
        }

        return string.Concat((ReadOnlySpan<string?>)CollectionsMarshal.AsSpan(pieces)!);
    }

    private bool IsEqual(string text)
    {
        if (text.Length != Length) return false;
        var rest = text.AsSpan();
        foreach (var piece in pieces)
        {
            if (!rest.StartsWith(piece)) return false;
            rest = rest[piece.Length..];
        }

        return true;
    }
}
