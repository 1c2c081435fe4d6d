namespace Llm.Providers.Offline.Summary;

/// <summary>Splits running text into sentences; a doubtful border is ignored, so that no sentence is cut.</summary>
/// <param name="writesOrdinals">Whether a number with a full stop may be an ordinal number.</param>
internal sealed class SentenceSplitter(bool writesOrdinals)
{
    /// <summary>Returns the sentences with their marks.</summary>
    /// <param name="text">A block on one line, not blank.</param>
    /// <param name="hasTail">Whether the text ends with words that no mark ends, which are not a sentence.</param>
    public List<string> Split(string text, out bool hasTail)
    {
        var sentences = new List<string>();
        var borders = new SentenceBorders(text, writesOrdinals);
        var start = 0;
        var kept = 0;
        for (var i = 0; i < text.Length;)
        {
            var isOpaque = false;
            if (i >= kept && ProtectedSpan.End(text, i, out isOpaque) is > 0 and var end)
            {
                kept = end;
                i = isOpaque ? end : i + 1;
            }
            else if (!SentenceMarks.IsMark(text[i]))
            {
                i++;
            }
            else
            {
                var mark = i;
                while (i < text.Length && SentenceMarks.IsMark(text[i])) i++;
                var after = borders.AfterClosers(i, start);
                if (after < kept || !borders.IsBorder(start, mark, i, after)) continue;
                sentences.Add(text[start..after].Trim());
                i = start = after;
            }
        }

        var tail = text[start..].Trim();
        hasTail = tail.Any(char.IsLetter);
        // Thai has no marks, so a paragraph counts as one sentence.
        if (hasTail && Scripts.HasNoSentenceMark(tail[^1]))
        {
            sentences.Add(tail);
            hasTail = false;
        }

        return sentences;
    }
}
