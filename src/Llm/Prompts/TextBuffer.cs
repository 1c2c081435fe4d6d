using System.Text;
using System.Text.Unicode;

namespace Llm;

/// <summary>A text in UTF-8 that grows at its end; places in it stay valid.</summary>
/// <remarks>One writer at a time, and any number of readers of what the writer has passed on.</remarks>
internal sealed class TextBuffer
{
    private const int InitialSize = 256;
    private const int MaxManaged = 64 * 1024;

    private readonly Lock gate = new();
    private byte[] managed = [];
    private volatile NativeBuffer? native;
    private bool isShared;

    /// <summary>The number of bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>Returns the place for further bytes; <see cref="Commit"/> counts those that were written.</summary>
    public Span<byte> Reserve(int count)
    {
        var needed = checked(Length + count);
        if (native is null && needed > managed.Length) GrowManaged(needed);
        if (native is { } block && (isShared || needed >= block.Length)) Grow(block, needed);
        return native is { } large ? large.GetSpan().Slice(Length, count) : managed.AsSpan(Length, count);
    }

    /// <summary>Adds bytes that were written to the reserved place.</summary>
    public void Commit(int count)
    {
        Length += count;
        if (native is { } block) block.GetSpan()[Length] = 0;
    }

    /// <summary>Adds bytes, which must be UTF-8.</summary>
    public void Append(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        Commit(utf8.Length);
    }

    /// <summary>Adds text.</summary>
    public void Append(string text) => Commit(Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetByteCount(text))));

    /// <summary>Creates a string of a range.</summary>
    public string GetString(int start, int length)
    {
        if (native is null) return Encoding.UTF8.GetString(Volatile.Read(ref managed), start, length);
        lock (gate) return Encoding.UTF8.GetString(native.GetSpan().Slice(start, length));
    }

    /// <summary>Copies a range, as far as it fits.</summary>
    public int CopyTo(Span<byte> target, int start, int length)
    {
        var count = Math.Min(target.Length, length);
        if (native is null)
        {
            Volatile.Read(ref managed).AsSpan(start, count).CopyTo(target);
            return count;
        }

        lock (gate) native.GetSpan().Slice(start, count).CopyTo(target);
        return count;
    }

    /// <summary>The memory of a large text, which will not change from now on and ends with a zero; null if the text is small.</summary>
    public NativeBuffer? Share()
    {
        lock (gate)
        {
            isShared = true;
            return native;
        }
    }

    /// <summary>Decodes a range into pieces of the size of an array, which is used again for each.</summary>
    public void Read(int start, int length, char[] piece, Action<ReadOnlySpan<char>> receive)
    {
        Span<byte> bytes = stackalloc byte[1024];
        for (var end = start + length; start < end;)
        {
            var given = bytes[..CopyTo(bytes, start, Math.Min(end - start, piece.Length))];
            Utf8.ToUtf16(given, piece, out var read, out var written, replaceInvalidSequences: false, isFinalBlock: false);
            // Only a text that is not valid could end within a character.
            if (read == 0) return;
            receive(piece.AsSpan(0, written));
            start += read;
        }
    }

    private void GrowManaged(int needed)
    {
        if (needed > MaxManaged)
        {
            var block = new NativeBuffer(Math.Max(needed + 1, 2 * MaxManaged));
            managed.AsSpan(0, Length).CopyTo(block.GetSpan());
            // Readers that have not seen it yet still find all that they know of in the array.
            native = block;
            return;
        }

        var larger = new byte[Math.Min(MaxManaged, Math.Max(needed, Math.Max(InitialSize, managed.Length * 2)))];
        managed.AsSpan(0, Length).CopyTo(larger);
        Volatile.Write(ref managed, larger);
    }

    private void Grow(NativeBuffer block, int needed)
    {
        var size = (int)Math.Min(Array.MaxLength, Math.Max(needed + 1L, block.Length * 2L));
        lock (gate)
        {
            if (!isShared)
            {
                block.Resize(size);
                return;
            }

            var copy = new NativeBuffer(size);
            block.GetSpan()[..Length].CopyTo(copy.GetSpan());
            (native, isShared) = (copy, false);
        }
    }
}
