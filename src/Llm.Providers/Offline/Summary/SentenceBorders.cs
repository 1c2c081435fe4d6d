using System.Collections.Frozen;

namespace Llm.Providers.Offline.Summary;

/// <summary>Decides whether a mark in a text ends a sentence.</summary>
internal sealed class SentenceBorders(string text, bool writesOrdinals)
{
    /// <summary>Whether the text is written without capitals, so that a lower-case letter may begin a sentence.</summary>
    private readonly bool isCasual = text.FirstOrDefault(char.IsLetter) is var first && char.IsLower(first);

    /// <summary>
    /// The position after the quotes, brackets and notes that belong to the sentence whose mark ends at <paramref name="i"/>.
    /// </summary>
    public int AfterClosers(int i, int start)
    {
        while (i < text.Length)
        {
            if (SentenceMarks.IsCloser(text[i])) i++;
            // German closes quotations with the mark that opens them in English.
            else if (text[i] == '“' && Opened('„', i, start)) i++;
            else if (text[i] == '«' && Opened('»', i, start)) i++;
            else if (NoteEnd(i) is > 0 and var end) i = end;
            else break;
        }

        return i;
    }

    /// <summary>Whether the sentence from <paramref name="start"/> ends at <paramref name="after"/>.</summary>
    /// <param name="start">The start of the sentence.</param>
    /// <param name="mark">The position of its first mark.</param>
    /// <param name="markEnd">The position after its last mark.</param>
    /// <param name="after">The position after closing quotes and brackets.</param>
    public bool IsBorder(int start, int mark, int markEnd, int after)
    {
        if (after == text.Length) return true;
        var last = text[markEnd - 1];
        var isQuoted = text[markEnd..after].Any(c => SentenceMarks.IsClosingQuote(c) || c is '“' or '«');
        if (SentenceMarks.IsWide(last))
            return !(last == '．' && char.IsDigit(text[after])) && !(isQuoted && Speech.FollowsUnspaced(text, after));
        if (!char.IsWhiteSpace(text[after])) return SentenceMarks.IsUnmistakable(last) || (last != '.' && Scripts.IsUnspaced(text[after]));
        var next = after;
        while (next < text.Length && (char.IsWhiteSpace(text[next]) || SentenceMarks.IsOpener(text[next]))) next++;
        if (next == text.Length) return true;
        if (text[next] is ',' or ';' or ':' or '.' or '!' or '?' or ')' or '…') return false;
        if (last == '.' && markEnd == mark + 1 && IsInsideWords(start, mark, text[next])) return false;
        if (char.IsLower(text[next])) return isCasual && !isQuoted;
        return !(isQuoted && Speech.Follows(text, next));
    }

    /// <summary>Whether a full stop belongs to an abbreviation or a number.</summary>
    private bool IsInsideWords(int start, int mark, char next)
    {
        const int MaxWordLength = 20;
        var begin = mark;
        while (begin > start && mark - begin < MaxWordLength && (Scripts.IsWordCharacter(text[begin - 1]) || text[begin - 1] is '.' or '°'))
            begin--;
        var word = text[begin..mark];
        if (word.Length == 0 || (begin > start && !char.IsWhiteSpace(text[begin - 1]) && !SentenceMarks.IsOpener(text[begin - 1])))
            return false;
        var isFirst = text.AsSpan(start, begin - start).IsWhiteSpace();
        if (word.All(char.IsDigit)) return isFirst || (writesOrdinals && word.Length <= 2);
        if (writesOrdinals && word.All(c => c is 'I' or 'V' or 'X' or 'L')) return true;
        return Abbreviations.Continues(word, char.IsDigit(next));
    }

    private bool Opened(char quote, int i, int start) =>
        text.AsSpan(start, i - start)[Math.Max(0, i - start - ProtectedSpan.MaximumLength)..].Contains(quote);

    /// <summary>The end of a footnote reference, such as <c>[3]</c> or <c>[^note]</c>; 0 if there is none.</summary>
    private int NoteEnd(int i)
    {
        if (text[i] is '¹' or '²' or '³') return i + 1;
        if (text[i] != '[' || i + 2 >= text.Length || !(text[i + 1] == '^' || char.IsDigit(text[i + 1]))) return 0;
        var end = text.IndexOf(']', i, Math.Min(text.Length - i, 20));
        return end < 0 ? 0 : end + 1;
    }
}

/// <summary>Recognises a speaker after a quotation: <c>"Stop!" Tom said.</c> is one sentence.</summary>
internal static class Speech
{
    private static readonly FrozenSet<string> Verbs = """
        said says asked asks replied answered cried shouted whispered yelled called added muttered exclaimed
        sagte sagt fragte fragt rief antwortete meinte flüsterte schrie dit demanda répondit cria dijo preguntó respondió gritó
        disse chiese rispose gridò perguntou respondeu
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    /// <summary>Whether a verb of speaking is among the next words.</summary>
    public static bool Follows(string text, int i)
    {
        const int Reach = 50;
        var near = text.Substring(i, Math.Min(Reach, text.Length - i));
        return string.Concat(near.TakeWhile(c => !SentenceMarks.IsMark(c))).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Take(3)
            .Any(Verbs.Contains);
    }

    /// <summary>Does the same for Chinese and Japanese, where the speaker follows without a space.</summary>
    public static bool FollowsUnspaced(string text, int i)
    {
        const int Reach = 6;
        var near = text.Substring(i, Math.Min(Reach, text.Length - i));
        return near[0] is 'と' or '，' or '、' || near.TakeWhile(Scripts.IsUnspaced).Any(c => "说說道问問喊叫答".Contains(c));
    }
}
