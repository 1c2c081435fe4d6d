using System.Globalization;

namespace Llm.Json;

/// <summary>Rewrites text that Python's <c>json</c> accepts although it is not JSON, so that it can be read.</summary>
internal static class JsonRepair
{
    private const int EscapeLength = 6;

    /// <summary>
    /// Replaces half a surrogate pair with U+FFFD, <c>NaN</c> with null, and <c>Infinity</c> with a number too large for a double,
    /// which is written as <c>Infinity</c> again; returns null if there is nothing to replace.
    /// </summary>
    public static byte[]? Apply(ReadOnlySpan<byte> utf8)
    {
        var output = new MemoryStream(utf8.Length + EscapeLength);
        var isChanged = false;
        var inText = false;
        for (var i = 0; i < utf8.Length;)
        {
            var rest = utf8[i..];
            var step = inText ? InText(rest) : Outside(rest, i > 0 ? utf8[i - 1] : (byte)' ');
            if (rest[0] == '"') inText = !inText;
            output.Write(step.Replacement.IsEmpty ? rest[..step.Length] : step.Replacement);
            isChanged |= !step.Replacement.IsEmpty;
            i += step.Length;
        }

        return isChanged ? output.ToArray() : null;
    }

    private static Step InText(ReadOnlySpan<byte> rest)
    {
        if (rest[0] != '\\') return new Step(1);
        if (Unit(rest) is not { } unit) return new Step(Math.Min(2, rest.Length));
        if (!char.IsSurrogate(unit)) return new Step(EscapeLength);
        return char.IsHighSurrogate(unit) && Unit(rest[EscapeLength..]) is { } next && char.IsLowSurrogate(next)
            ? new Step(2 * EscapeLength)
            : new Step(EscapeLength, @"\ufffd"u8);
    }

    private static Step Outside(ReadOnlySpan<byte> rest, byte before)
    {
        if (rest.StartsWith("NaN"u8) && IsWord(rest, 3, before)) return new Step(3, "null"u8);
        return rest.StartsWith("Infinity"u8) && IsWord(rest, 8, before) ? new Step(8, "1e999"u8) : new Step(1);
    }

    /// <summary>Whether the text is a word by itself, rather than part of a number or of another word.</summary>
    private static bool IsWord(ReadOnlySpan<byte> rest, int length, byte before) =>
        !IsOfNumber(before) && (rest.Length == length || !IsOfNumber(rest[length]));

    private static bool IsOfNumber(byte c) => char.IsAsciiLetterOrDigit((char)c) || c == '.';

    /// <summary>The UTF-16 code unit of an escape; null if no escape begins here.</summary>
    private static char? Unit(ReadOnlySpan<byte> text) =>
        text.Length >= EscapeLength && text[0] == '\\' && text[1] == 'u'
            && ushort.TryParse(text[2..EscapeLength], NumberStyles.AllowHexSpecifier, null, out var unit)
            ? (char)unit
            : null;

    private readonly ref struct Step(int length, ReadOnlySpan<byte> replacement = default)
    {
        private readonly ReadOnlySpan<byte> replacement = replacement;

        public int Length => length;

        public ReadOnlySpan<byte> Replacement => replacement;
    }
}
