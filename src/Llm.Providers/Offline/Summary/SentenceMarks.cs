namespace Llm.Providers.Offline.Summary;

/// <summary>Classifies the characters that end sentences, and those that may come between two sentences.</summary>
internal static class SentenceMarks
{
    public static bool IsMark(char c) => c is '.' or '!' or '?' or '…' or '‼' or '⁇' or '⁈' or '⁉' || IsUnmistakable(c);

    /// <summary>
    /// Whether the mark has no other use, so that no space has to follow: Chinese, Arabic, Urdu, Hindi, Burmese and others.
    /// </summary>
    public static bool IsUnmistakable(char c) => IsWide(c) || c is '؟' or '۔' or '।' or '॥' or '။' or '។' or '։' or '።' or '፧' or '\u037E';

    /// <summary>Whether the mark is Chinese or Japanese.</summary>
    public static bool IsWide(char c) => c is '。' or '！' or '？' or '｡' or '．';

    /// <summary>Whether the character is a quote, bracket or emphasis mark that belongs to the sentence before it.</summary>
    public static bool IsCloser(char c) => IsClosingQuote(c) || c is ')' or ']' or '}' or '*' or '_' or '~' or '）' or '】' or '〉' or '》';

    public static bool IsClosingQuote(char c) => c is '"' or '\'' or '”' or '’' or '»' or '›' or '」' or '』';

    /// <summary>Whether the character may precede the first letter of a sentence.</summary>
    public static bool IsOpener(char c) => c is '"' or '\'' or '“' or '”' or '‘' or '’' or '„' or '«' or '»' or '‹' or '›'
        or '「' or '『' or '(' or '[' or '{' or '（' or '【' or '《'
        or '¿' or '¡' or '*' or '_' or '~' or '-' or '–' or '—' or '•';

    /// <summary>Whether the text ends with the end of a sentence.</summary>
    public static bool EndsSentence(string text)
    {
        var i = text.Length - 1;
        while (i >= 0 && (IsCloser(text[i]) || text[i] is '“' or '«' || char.IsWhiteSpace(text[i]))) i--;
        return i >= 0 && IsMark(text[i]);
    }
}
