namespace Llm.Providers.Offline.Summary;

/// <summary>The characters that end sentences, and those that may follow before the next begins.</summary>
internal static class SentenceMarks
{
    public static bool IsMark(char c) => c is '.' or '!' or '?' or '…' or '‼' or '⁇' or '⁈' or '⁉' || IsUnmistakable(c);

    /// <summary>
    /// Marks that nothing else is written with, so that no space has to follow: Chinese, Arabic, Urdu, Hindi, Burmese and others.
    /// </summary>
    public static bool IsUnmistakable(char c) => IsWide(c) || c is '؟' or '۔' or '।' or '॥' or '။' or '។' or '։' or '።' or '፧' or '\u037E';

    /// <summary>The marks of Chinese and Japanese.</summary>
    public static bool IsWide(char c) => c is '。' or '！' or '？' or '｡' or '．';

    /// <summary>Quotes, brackets and emphasis that belong to the sentence that ended before them.</summary>
    public static bool IsCloser(char c) => IsClosingQuote(c) || c is ')' or ']' or '}' or '*' or '_' or '~' or '）' or '】' or '〉' or '》';

    public static bool IsClosingQuote(char c) => c is '"' or '\'' or '”' or '’' or '»' or '›' or '」' or '』';

    /// <summary>What may stand before the first letter of a sentence.</summary>
    public static bool IsOpener(char c) => c is '"' or '\'' or '“' or '”' or '‘' or '’' or '„' or '«' or '»' or '‹' or '›'
        or '「' or '『' or '(' or '[' or '{' or '（' or '【' or '《'
        or '¿' or '¡' or '*' or '_' or '~' or '-' or '–' or '—' or '•';

    /// <summary>Whether the text ends as a sentence does.</summary>
    public static bool EndsSentence(string text)
    {
        var i = text.Length - 1;
        while (i >= 0 && (IsCloser(text[i]) || text[i] is '“' or '«' || char.IsWhiteSpace(text[i]))) i--;
        return i >= 0 && IsMark(text[i]);
    }
}
