using System.Buffers;
using System.Text;

namespace Llm.Json;

/// <summary>Writes UTF-8 text as the inside of a JSON literal, as <see cref="PythonJson"/> writes strings.</summary>
internal static class Utf8Quote
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create(All(c => c is not ((byte)'"' or (byte)'\\' or < (byte)' ')));
    private static readonly SearchValues<byte> PlainAscii =
        SearchValues.Create(All(c => c is not ((byte)'"' or (byte)'\\' or < (byte)' ' or > (byte)'~')));

    /// <summary>Passes on the text in pieces; no piece is a copy, except for what has to be escaped.</summary>
    /// <param name="utf8">The text, which must be valid.</param>
    /// <param name="ascii">Whether to escape what is not ASCII.</param>
    /// <param name="receive">Receives the pieces.</param>
    public static void Write(ReadOnlySpan<byte> utf8, bool ascii, Action<ReadOnlySpan<byte>> receive)
    {
        var plain = ascii ? PlainAscii : Plain;
        Span<char> units = stackalloc char[2];
        while (!utf8.IsEmpty)
        {
            var length = utf8.IndexOfAnyExcept(plain);
            if (length < 0) length = utf8.Length;
            if (length > 0) receive(utf8[..length]);
            utf8 = utf8[length..];
            if (utf8.IsEmpty) return;
            Rune.DecodeFromUtf8(utf8, out var rune, out var used);
            foreach (var unit in units[..rune.EncodeToUtf16(units)]) receive(Encoding.ASCII.GetBytes(PythonJson.Escape(unit)));
            utf8 = utf8[used..];
        }
    }

    private static byte[] All(Func<byte, bool> isPlain)
    {
        var found = new List<byte>();
        for (var c = 0; c <= byte.MaxValue; c++)
        {
            if (isPlain((byte)c)) found.Add((byte)c);
        }

        return [.. found];
    }
}
