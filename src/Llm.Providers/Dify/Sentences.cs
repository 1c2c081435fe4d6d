using System.Buffers;

namespace Llm.Providers.Dify;

/// <summary>Splits a text for models that read only so much of it aloud at a time.</summary>
internal static class Sentences
{
    private static readonly SearchValues<char> Ends = SearchValues.Create("。.!?");

    /// <summary>
    /// Splits a text after sentences, as Dify does: as many of them in a part as fit. A sentence that is itself too long, which Dify sends
    /// as it is, is split between words, and a word that is too long between characters.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The most characters of a part, from 2.</param>
    /// <returns>The parts, which together are the text, without those that are blank.</returns>
    public static IReadOnlyList<string> Split(string text, int length)
    {
        length = Math.Max(length, 2);
        if (text.Length <= length) return [text];
        var parts = new List<string>();
        var (start, end) = (0, 0);
        while (end < text.Length)
        {
            var found = text.AsSpan(end).IndexOfAny(Ends);
            var next = found < 0 ? text.Length : end + found + 1;
            if (next - start > length)
            {
                // Everything before this sentence is a part of its own.
                if (end > start) Add(text[start..end]);
                start = end;
                while (next - start > length)
                {
                    var cut = CutOf(text, start, length);
                    Add(text[start..cut]);
                    start = cut;
                }
            }

            end = next;
        }

        if (start < text.Length) Add(text[start..]);
        return parts;

        void Add(string part)
        {
            if (!string.IsNullOrWhiteSpace(part)) parts.Add(part);
        }
    }

    private static int CutOf(string text, int start, int length)
    {
        var end = start + length;
        for (var blank = end; blank > start + (length / 2); blank--)
            if (char.IsWhiteSpace(text[blank - 1]))
                return blank;
        return char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
    }
}
