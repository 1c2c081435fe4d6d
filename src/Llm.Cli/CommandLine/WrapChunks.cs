namespace Llm.Cli.CommandLine;

/// <summary>Splits text into the pieces between which a line may break: words, parts of hyphenated words, dashes and white space.</summary>
/// <remarks>
/// The rules are those of <c>wordsep_re</c> in Python's textwrap, written as loops because a regular expression costs milliseconds at
/// start-up.
/// </remarks>
internal static class WrapChunks
{
    public static List<string> Split(string text)
    {
        var chunks = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = ChunkEnd(text, start);
            chunks.Add(text[start..end]);
            start = end;
        }

        return chunks;
    }

    private static int ChunkEnd(string text, int start)
    {
        var end = start;
        if (char.IsWhiteSpace(text[start]))
        {
            while (end < text.Length && char.IsWhiteSpace(text[end])) end++;
            return end;
        }

        if (IsDashAfterWord(text, start, out end)) return end;
        end = start + 1;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
        {
            if (IsHyphenInWord(text, end)) return end + 1;
            if (IsDashAfterWord(text, end, out _)) return end;
            end++;
        }

        return end;
    }

    /// <summary>Whether two or more hyphens between two words begin here.</summary>
    private static bool IsDashAfterWord(string text, int at, out int end)
    {
        end = at;
        if (at == 0 || !IsWordOrPunctuation(text[at - 1])) return false;
        while (end < text.Length && text[end] == '-') end++;
        return end - at >= 2 && end < text.Length && IsWord(text[end]);
    }

    /// <summary>
    /// Whether this is a hyphen with at least two letters on each side, counting those beyond another hyphen: <c>up-to-date</c>.
    /// </summary>
    private static bool IsHyphenInWord(string text, int at)
    {
        if (text[at] != '-' || at < 2) return false;
        var before = (IsLetter(text[at - 1]) && IsLetter(text[at - 2]))
            || (at >= 3 && IsWordOrPunctuation(text[at - 1]) && text[at - 2] == '-' && IsLetter(text[at - 3]));
        if (!before || at + 2 >= text.Length || !IsLetter(text[at + 1])) return false;
        return IsLetter(text[at + 2]) || (text[at + 2] == '-' && at + 3 < text.Length && IsLetter(text[at + 3]));
    }

    private static bool IsWord(char c) => c == '_' || char.IsLetterOrDigit(c);

    private static bool IsLetter(char c) => c == '_' || char.IsLetter(c);

    private static bool IsWordOrPunctuation(char c) => IsWord(c) || "!\"'&.,?".Contains(c, StringComparison.Ordinal);
}
