namespace Llm.Providers.Offline.Summary;

/// <summary>Finds quotations, brackets and inline markup, within which a sentence must not be split.</summary>
internal static class ProtectedSpan
{
    /// <summary>
    /// A longer quotation may be split between its sentences, so that a stray quote does not join a whole text.
    /// </summary>
    public const int MaximumLength = 400;

    /// <summary>The end of the span that begins here, after its last character; 0 if no span begins.</summary>
    /// <param name="text">The block.</param>
    /// <param name="i">The position at which a span may begin.</param>
    /// <param name="isOpaque">Whether the span is not running text, but code or a tag.</param>
    public static int End(string text, int i, out bool isOpaque)
    {
        isOpaque = text[i] is '`' or '<';
        return text[i] switch
        {
            '`' => i > 0 && text[i - 1] == '`' ? 0 : Code(text, i),
            '<' => i + 1 < text.Length && (char.IsAsciiLetter(text[i + 1]) || text[i + 1] is '/' or '!') ? Nested(text, i, '<', ">") : 0,
            '(' => Nested(text, i, '(', ")"),
            '[' => Nested(text, i, '[', "]"),
            '（' => Nested(text, i, '（', "）"),
            '「' => Nested(text, i, '「', "」"),
            '『' => Nested(text, i, '『', "』"),
            '《' => Nested(text, i, '《', "》"),
            '„' => Nested(text, i, '„', "“”"),
            '“' => Nested(text, i, '“', "”"),
            '«' => Opens(text, i) ? Nested(text, i, '«', "»") : 0,
            '»' => Opens(text, i) ? Nested(text, i, '»', "«") : 0,
            '"' => Opens(text, i) ? Nested(text, i, '\0', "\"") : 0,
            '*' or '_' => Emphasis(text, i),
            _ => 0,
        };
    }

    /// <summary>Whether a mark that can open or close a quotation opens it here.</summary>
    private static bool Opens(string text, int i) =>
        i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]) &&
        (i == 0 || char.IsWhiteSpace(text[i - 1]) || (text[i - 1] is not ('"' or '»' or '«') && SentenceMarks.IsOpener(text[i - 1])));

    private static int Nested(string text, int i, char opener, string closers)
    {
        var depth = 0;
        var limit = Math.Min(text.Length, i + MaximumLength);
        if (text.AsSpan(i + 1, limit - i - 1).IndexOfAny(closers) < 0) return 0;
        for (var j = i + 1; j < limit; j++)
        {
            if (text[j] == opener) depth++;
            else if (closers.Contains(text[j]) && depth-- == 0) return j + 1;
        }

        return 0;
    }

    private static int Code(string text, int i)
    {
        var run = text.AsSpan(i).IndexOfAnyExcept('`') is >= 0 and var length ? length : text.Length - i;
        var limit = Math.Min(text.Length, i + run + MaximumLength);
        for (var j = i + run; j < limit;)
        {
            var start = j;
            while (j < text.Length && text[j] == '`') j++;
            if (j - start == run) return j;
            if (j == start) j++;
        }

        return 0;
    }

    private static int Emphasis(string text, int i)
    {
        if (i + 2 >= text.Length || text[i + 1] != text[i] || char.IsWhiteSpace(text[i + 2]) || (i > 0 && text[i - 1] == text[i])) return 0;
        var end = text.IndexOf(new string(text[i], 2), i + 2, Math.Min(text.Length - i - 2, MaximumLength), StringComparison.Ordinal);
        return end < 0 || char.IsWhiteSpace(text[end - 1]) ? 0 : end + 2;
    }
}
