using System.Text;

namespace Llm.Cli.Input.Editing;

/// <summary>Decodes the bytes from a terminal into keys. Bytes may arrive in pieces of any size.</summary>
internal sealed class KeyDecoder
{
    private const byte Escape = 0x1B;
    private const byte Delete = 0x7F;

    private readonly List<byte> pending = [];
    private int searched;

    /// <summary>Whether bytes are pending: an Escape key, or the beginning of a sequence.</summary>
    public bool IsWaiting => pending.Count > 0;

    private static ReadOnlySpan<byte> PasteStart => "\e[200~"u8;

    private static ReadOnlySpan<byte> PasteEnd => "\e[201~"u8;

    public void Add(ReadOnlySpan<byte> bytes) => pending.AddRange(bytes);

    /// <summary>Reads the next key; returns false if more bytes are needed.</summary>
    /// <param name="key">The key.</param>
    /// <param name="nothingFollows">Whether no more bytes arrived for a while, so that an Escape byte is the Escape key.</param>
    public bool TryRead(out EditorKey key, bool nothingFollows = false)
    {
        var bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pending);
        var length = Decode(bytes, nothingFollows, out key);
        if (length == 0) return false;
        pending.RemoveRange(0, length);
        searched = 0;
        return true;
    }

    /// <summary>Returns the number of bytes that the key takes; 0 if it is incomplete.</summary>
    private int Decode(ReadOnlySpan<byte> bytes, bool nothingFollows, out EditorKey key)
    {
        key = default;
        if (bytes.IsEmpty) return 0;
        if (bytes[0] == Escape) return DecodeEscape(bytes, nothingFollows, out key);
        if (bytes[0] is < 0x20 or Delete)
        {
            key = new EditorKey(Control(bytes[0]));
            return 1;
        }

        return DecodeText(bytes, nothingFollows, out key);
    }

    private static EditorKeyKind Control(byte value) => value switch
    {
        0x01 => EditorKeyKind.Home,
        0x02 => EditorKeyKind.Left,
        0x03 => EditorKeyKind.Interrupt,
        0x04 => EditorKeyKind.EndOfInput,
        0x05 => EditorKeyKind.End,
        0x06 => EditorKeyKind.Right,
        0x07 => EditorKeyKind.Cancel,
        0x08 or Delete => EditorKeyKind.Backspace,
        0x09 => EditorKeyKind.Complete,
        0x0A or 0x0D => EditorKeyKind.Enter,
        0x0B => EditorKeyKind.KillToEnd,
        0x0C => EditorKeyKind.ClearScreen,
        0x0E => EditorKeyKind.Down,
        0x10 => EditorKeyKind.Up,
        0x12 => EditorKeyKind.Search,
        0x15 => EditorKeyKind.KillToStart,
        0x17 => EditorKeyKind.KillWordLeft,
        0x19 => EditorKeyKind.Yank,
        0x1A => EditorKeyKind.Suspend,
        _ => EditorKeyKind.None,
    };

    /// <summary>Decodes all text up to the next control character; an incomplete character is left for the next call.</summary>
    private static int DecodeText(ReadOnlySpan<byte> bytes, bool nothingFollows, out EditorKey key)
    {
        var length = bytes.IndexOfAnyInRange((byte)0, (byte)0x1F);
        if (length < 0) length = bytes.Length;
        var delete = bytes[..length].IndexOf(Delete);
        if (delete > 0) length = delete;
        if (length == bytes.Length && !nothingFollows) length -= IncompleteLength(bytes);
        key = new EditorKey(EditorKeyKind.Text, Encoding.UTF8.GetString(bytes[..length]));
        return length;
    }

    /// <summary>Returns the number of bytes at the end that begin an incomplete character.</summary>
    private static int IncompleteLength(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var value = bytes[^back];
            if (value < 0x80) return 0;
            if (value >= 0xC0) return back < (value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2) ? back : 0;
        }

        return 0;
    }

    private int DecodeEscape(ReadOnlySpan<byte> bytes, bool nothingFollows, out EditorKey key)
    {
        key = default;
        if (bytes.Length == 1)
        {
            key = new EditorKey(EditorKeyKind.Cancel);
            return nothingFollows ? 1 : 0;
        }

        if (bytes.StartsWith(PasteStart)) return DecodePaste(bytes, out key);
        switch (bytes[1])
        {
            case (byte)'[' or (byte)'O':
                return DecodeSequence(bytes, nothingFollows, out key);
            case Escape:
                // Some terminals send Alt as an escape before the sequence.
                return 1;
            default:
                key = new EditorKey(bytes[1] switch
                {
                    (byte)'b' => EditorKeyKind.WordLeft,
                    (byte)'f' => EditorKeyKind.WordRight,
                    (byte)'d' => EditorKeyKind.KillWordRight,
                    0x08 or Delete => EditorKeyKind.KillWordLeft,
                    0x0A or 0x0D => EditorKeyKind.NewLine,
                    _ => EditorKeyKind.None,
                });
                return 2;
        }
    }

    private int DecodePaste(ReadOnlySpan<byte> bytes, out EditorKey key)
    {
        key = default;
        var start = Math.Max(PasteStart.Length, searched);
        var end = bytes[start..].IndexOf(PasteEnd);
        if (end < 0)
        {
            // The bytes that have been searched are not searched again.
            searched = Math.Max(PasteStart.Length, bytes.Length - PasteEnd.Length);
            return 0;
        }

        key = new EditorKey(EditorKeyKind.Paste, NewLines.Normalise(Encoding.UTF8.GetString(bytes[PasteStart.Length..(start + end)])));
        return start + end + PasteEnd.Length;
    }

    /// <summary>Decodes sequences such as <c>ESC [ 1 ; 5 D</c>: numbers, then a letter or a tilde.</summary>
    private static int DecodeSequence(ReadOnlySpan<byte> bytes, bool nothingFollows, out EditorKey key)
    {
        key = default;
        var end = bytes[2..].IndexOfAnyInRange((byte)0x40, (byte)0x7E);
        if (end < 0) return nothingFollows ? bytes.Length : 0;
        var numbers = Encoding.ASCII.GetString(bytes.Slice(2, end));
        // The second number is 1 plus the sum of Shift 1, Alt 2, Ctrl 4 and Meta 8.
        var byWord = numbers.Split(';') is [_, { } modifiers] && int.TryParse(modifiers, out var sum) && ((sum - 1) & 0b1110) != 0;
        key = new EditorKey((char)bytes[2 + end] switch
        {
            'A' => EditorKeyKind.Up,
            'B' => EditorKeyKind.Down,
            'C' => byWord ? EditorKeyKind.WordRight : EditorKeyKind.Right,
            'D' => byWord ? EditorKeyKind.WordLeft : EditorKeyKind.Left,
            'H' => EditorKeyKind.Home,
            'F' => EditorKeyKind.End,
            '~' => numbers.Split(';')[0] switch
            {
                "1" or "7" => EditorKeyKind.Home,
                "4" or "8" => EditorKeyKind.End,
                "3" => byWord ? EditorKeyKind.KillWordRight : EditorKeyKind.Delete,
                _ => EditorKeyKind.None,
            },
            // Shift-Enter, in terminals that distinguish it from Enter.
            'u' when numbers == "13;2" => EditorKeyKind.NewLine,
            _ => EditorKeyKind.None,
        });
        return 3 + end;
    }
}
