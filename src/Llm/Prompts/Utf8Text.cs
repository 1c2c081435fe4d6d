using System.Text;
using System.Text.Json.Nodes;

namespace Llm;

/// <summary>A large text of an answer that stays UTF-8 until someone asks for a string, which takes twice as much memory.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Utf8Text(TextBuffer source, int start, int length)
{
    /// <summary>The number of bytes from which a text is large.</summary>
    public const int Large = 256 * 1024;

    private const int PieceLength = 16 * 1024;

    private readonly Lock gate = new();
    private readonly int start = start;
    private readonly int length = length;
    private volatile TextBuffer? buffer = source;
    private string? text;

    /// <summary>The number of bytes.</summary>
    public int Length => length;

    /// <summary>Whether someone has asked for the string, which is then all that is kept.</summary>
    public bool IsString => buffer is null;

    /// <summary>The text as a string.</summary>
    public override string ToString()
    {
        lock (gate)
        {
            if (buffer is not { } bytes) return text!;
            text = bytes.GetString(start, length);
            buffer = null;
            return text;
        }
    }

    /// <summary>Whether the other text is the same range of the same buffer.</summary>
    public bool IsSame(Utf8Text other) => buffer is { } own && own == other.buffer && start == other.start && length == other.length;

    /// <summary>
    /// The bytes, and the memory that the caller must keep as long as it uses them; empty if the text is a string by now.
    /// </summary>
    /// <remarks>They are usually followed by a zero, which some C functions need.</remarks>
    public ReadOnlySpan<byte> Bytes(out NativeBuffer? memory)
    {
        memory = buffer?.Share();
        return memory is null ? default : memory.GetSpan().Slice(start, length);
    }

    /// <summary>Passes on the bytes in pieces of whole characters.</summary>
    public void Read(Action<ReadOnlySpan<byte>> receive)
    {
        if (buffer is not { } source)
        {
            receive(Encoding.UTF8.GetBytes(ToString()));
            return;
        }

        var bytes = new byte[PieceLength];
        var at = start;
        for (var end = start + length; at < end;)
        {
            var count = CopyPiece(source, at, end, bytes);
            receive(bytes.AsSpan(0, count));
            at += count;
        }
    }

    /// <summary>Creates an event of the text; null if it is a string by now.</summary>
    public TextEvent? ToEvent(int? index, int message, JsonObject? metadata) => buffer is { } bytes
        ? new TextEvent(bytes, start, length) { PartIndex = index, MessageIndex = message, ProviderMetadata = metadata }
        : null;

    /// <summary>A range of a buffer in strings of a few thousand characters.</summary>
    public static IEnumerable<string> Pieces(TextBuffer buffer, int start, int length)
    {
        var bytes = new byte[PieceLength];
        for (var end = start + length; start < end;)
        {
            var count = CopyPiece(buffer, start, end, bytes);
            yield return Encoding.UTF8.GetString(bytes, 0, count);
            start += count;
        }
    }

    /// <summary>Copies the next piece; returns its length without the beginning of a character whose rest does not fit.</summary>
    private static int CopyPiece(TextBuffer buffer, int start, int end, byte[] piece)
    {
        ReadOnlySpan<byte> bytes = piece.AsSpan(0, buffer.CopyTo(piece, start, end - start));
        if (start + bytes.Length == end) return bytes.Length;
        var count = bytes.Length;
        while (count > 0 && (bytes[count - 1] & 0xc0) == 0x80) count--;
        // The last byte before them begins a character, which may be complete.
        return count > 0 && Rune.DecodeFromUtf8(bytes[(count - 1)..], out _, out _) == System.Buffers.OperationStatus.Done
            ? bytes.Length
            : Math.Max(count - 1, 0);
    }
}
