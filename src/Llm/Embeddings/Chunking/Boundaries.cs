using System.Globalization;

namespace Llm.Embeddings.Chunking;

/// <summary>Where a text can be split, and how well: a strength for each position.</summary>
/// <remarks>A boundary lies where something begins, so white space belongs to what is before it.</remarks>
internal sealed class Boundaries
{
    /// <summary>A character begins here that is white space, or in something that should stay whole.</summary>
    public const byte Inside = 1;

    /// <summary>A character begins here.</summary>
    public const byte Character = 2;

    /// <summary>A word begins here.</summary>
    public const byte Word = 3;

    /// <summary>A line begins here.</summary>
    public const byte Line = 4;

    /// <summary>A sentence begins here.</summary>
    public const byte Sentence = 5;

    /// <summary>An item of a list begins here, or a line of code that is not indented.</summary>
    public const byte Item = 6;

    /// <summary>A paragraph begins here. Headings and functions are stronger still.</summary>
    public const byte Paragraph = 7;

    private readonly string text;
    private readonly byte[] strengths;

    private Boundaries(string text)
    {
        this.text = text;
        strengths = new byte[text.Length + 1];
        strengths[^1] = byte.MaxValue;
    }

    /// <summary>Finds the boundaries of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="kind">What the text is.</param>
    /// <param name="limit">The length up to which fenced code is not split.</param>
    public static Boundaries Of(string text, TextKind kind, int limit)
    {
        var boundaries = new Boundaries(text);
        boundaries.MarkCharacters();
        boundaries.MarkWords(sentences: kind != TextKind.Code);
        switch (kind)
        {
            case TextKind.Markdown:
                MarkdownBoundaries.Mark(boundaries, text, limit);
                break;
            case TextKind.Code:
                CodeBoundaries.Mark(boundaries, text, 0, text.Length);
                break;
            default:
                boundaries.MarkParagraphs();
                break;
        }

        return boundaries;
    }

    /// <summary>The strongest boundary after <paramref name="from"/> and up to <paramref name="to"/>.</summary>
    /// <param name="from">The position before the first one.</param>
    /// <param name="to">The last position.</param>
    /// <param name="least">The least strength.</param>
    /// <param name="latest">Whether the last of equally strong boundaries is meant, not the first.</param>
    /// <returns>The position, or -1.</returns>
    public int Strongest(int from, int to, byte least, bool latest)
    {
        var best = -1;
        for (var i = from + 1; i <= to; i++)
        {
            if (strengths[i] < least || (best >= 0 && strengths[i] < strengths[best])) continue;
            if (best < 0 || latest || strengths[i] > strengths[best]) best = i;
        }

        return best;
    }

    /// <summary>The last character between two positions, or the next one after them.</summary>
    public int NearestCharacter(int from, int to)
    {
        for (var i = to; i > from; i--)
        {
            if (strengths[i] > 0) return i;
        }

        var next = to + 1;
        while (strengths[next] == 0) next++;
        return next;
    }

    /// <summary>Makes a boundary stronger, if a character begins there.</summary>
    public void Raise(int position, byte strength)
    {
        if (strengths[position] > 0) strengths[position] = Math.Max(strengths[position], strength);
    }

    /// <summary>Weakens the boundaries between two positions, so that they are a last resort.</summary>
    public void Weaken(int from, int to)
    {
        for (var i = from; i < to; i++) strengths[i] = Math.Min(strengths[i], Inside);
    }

    private void MarkCharacters()
    {
        for (var i = 0; i < text.Length;)
        {
            strengths[i] = char.IsWhiteSpace(text[i]) ? Inside : Character;
            // The rule for printable ASCII is simple unless a mark follows.
            i += i + 1 < text.Length && text[i] is >= ' ' and < '\x7F' && text[i + 1] < '\x7F'
                ? 1 : StringInfo.GetNextTextElementLength(text, i);
        }
    }

    private void MarkWords(bool sentences)
    {
        var afterSentence = false;
        for (var i = 1; i < text.Length; i++)
        {
            var previous = text[i - 1];
            if (previous is '。' or '！' or '？' or '、' or '，' && text[i] is not ('」' or '』' or '”'))
                Raise(i, sentences && previous is '。' or '！' or '？' ? Sentence : Word);
            if (!char.IsWhiteSpace(previous)) afterSentence = EndsSentence(previous) || (afterSentence && IsClosing(previous));
            if (char.IsWhiteSpace(previous) && !char.IsWhiteSpace(text[i])) Raise(i, sentences && afterSentence ? Sentence : Word);
        }
    }

    private void MarkParagraphs()
    {
        var blank = true;
        foreach (var line in TextLine.Of(text, 0, text.Length))
        {
            if (!line.IsBlank) Raise(line.Start, blank ? Paragraph : Line);
            blank = line.IsBlank;
        }
    }

    private static bool EndsSentence(char c) => c is '.' or '!' or '?' or '…' or '।' or '؟';

    private static bool IsClosing(char c) => c is '"' or '\'' or ')' or ']' or '”' or '’' or '»';
}
