using System.Text.Json;

namespace Llm.Providers.Http;

/// <summary>Reads pieces of a stream that differ little from each other, from their bytes.</summary>
/// <remarks>A derived class finds a piece that equals the last one but for its text, so that it is not read again.</remarks>
internal abstract class PieceReader
{
    /// <summary>The copy of a large piece would cost more than reading the next one in full.</summary>
    private const int MaxKnown = 64 * 1024;

    private byte[] known = [];

    /// <summary>The piece that was kept; bytes of an earlier one may follow.</summary>
    protected ReadOnlySpan<byte> Known => known;

    /// <summary>Keeps a piece; false if it is too large.</summary>
    protected bool Keep(ReadOnlySpan<byte> piece)
    {
        if (piece.Length > MaxKnown) return false;
        if (known.Length < piece.Length) known = new byte[piece.Length];
        piece.CopyTo(known);
        return true;
    }

    /// <summary>
    /// Reads a piece, which is one object; false if it is of another kind, or not valid: the full reader reports the error.
    /// </summary>
    protected bool Parse(ReadOnlySpan<byte> piece)
    {
        var reader = new Utf8JsonReader(piece);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && ReadMembers(ref reader) && !reader.Read();
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Reads the members to the end of the object; false if the piece is of another kind.</summary>
    protected abstract bool ReadMembers(ref Utf8JsonReader reader);
}
