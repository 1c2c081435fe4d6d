using System.Globalization;
using System.Text;

namespace Llm.Local.Tokens;

/// <summary>
/// Normalises a text as the uncased models of BERT were trained: no control characters, blanks for all white space and around CJK
/// characters, no accents, lower case.
/// </summary>
/// <remarks>The order of the steps is that of <c>BertNormalizer</c> in Hugging Face's tokenizers. Thread-safe.</remarks>
internal static class TextNormalizer
{
    private const int HangulFirst = 0xAC00, HangulLast = 0xD7A3, Vowels = 21, Finals = 28;

    /// <summary>
    /// Decompositions without marks. <see cref="string.Normalize()"/> changes nothing in a program that runs without ICU, as llm does.
    /// </summary>
    private static readonly Lazy<Dictionary<int, string>> Decompositions = new(ReadDecompositions);

    private static readonly (int First, int Last)[] Ideographs =
    [
        (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
        (0x2B920, 0x2CEAF), (0x2F800, 0x2FA1F),
    ];

    public static string Normalize(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length + 16);
        while (!text.IsEmpty)
        {
            // Half of a surrogate pair becomes U+FFFD, which is dropped.
            Rune.DecodeFromUtf16(text, out var rune, out var length);
            text = text[length..];
            if (IsDropped(rune)) continue;
            if (Rune.IsWhiteSpace(rune)) result.Append(' ');
            else if (IsIdeograph(rune.Value)) AppendDecomposed(result.Append(' '), rune).Append(' ');
            else AppendDecomposed(result, rune);
        }

        return result.ToString();
    }

    private static bool IsDropped(Rune rune) =>
        rune == Rune.ReplacementChar
        || (rune.Value is not ('\t' or '\n' or '\r') && Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse);

    private static bool IsIdeograph(int value) => Array.Exists(Ideographs, range => value >= range.First && value <= range.Last);

    private static StringBuilder AppendDecomposed(StringBuilder result, Rune rune)
    {
        if (rune.IsAscii) return result.Append((char)(rune.Value is >= 'A' and <= 'Z' ? rune.Value | 0x20 : rune.Value));
        if (rune.Value is >= HangulFirst and <= HangulLast)
        {
            var index = rune.Value - HangulFirst;
            result.Append((char)(0x1100 + (index / (Vowels * Finals)))).Append((char)(0x1161 + (index / Finals % Vowels)));
            return index % Finals == 0 ? result : result.Append((char)(0x11A7 + (index % Finals)));
        }

        if (Decompositions.Value.TryGetValue(rune.Value, out var parts))
        {
            foreach (var part in parts.EnumerateRunes()) AppendLower(result, part);
        }
        else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
        {
            AppendLower(result, rune);
        }

        return result;
    }

    private static void AppendLower(StringBuilder result, Rune rune)
    {
        Span<char> characters = stackalloc char[2];
        result.Append(characters[..Rune.ToLowerInvariant(rune).EncodeToUtf16(characters)]);
    }

    private static Dictionary<int, string> ReadDecompositions()
    {
        using var stream = typeof(TextNormalizer).Assembly.GetManifestResourceStream("decompositions.txt")!;
        using var reader = new StreamReader(stream);
        var result = new Dictionary<int, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var values = Array.ConvertAll(
                line.Split(' '), number => int.Parse(number, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            result[values[0]] = string.Concat(values[1..].Select(char.ConvertFromUtf32));
        }

        return result;
    }
}
