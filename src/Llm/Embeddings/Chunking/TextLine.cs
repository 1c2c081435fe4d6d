namespace Llm.Embeddings.Chunking;

/// <summary>A line of a text.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Start">Where the line begins.</param>
/// <param name="End">Where the next line begins.</param>
internal sealed record TextLine(string Text, int Start, int End)
{
    /// <summary>The line without its line break.</summary>
    public ReadOnlySpan<char> Content => Text.AsSpan(Start, End - Start).TrimEnd("\r\n");

    /// <summary>Whether the line holds nothing but white space.</summary>
    public bool IsBlank => Text.AsSpan(Start, End - Start).IsWhiteSpace();

    /// <summary>The lines of a part of a text; breaks are \n, \r\n and \r.</summary>
    public static IEnumerable<TextLine> Of(string text, int from, int to)
    {
        for (var start = from; start < to;)
        {
            var end = text.AsSpan(start, to - start).IndexOfAny('\r', '\n');
            end = end < 0 ? to : start + end + 1;
            if (end < to && text[end - 1] == '\r' && text[end] == '\n') end++;
            yield return new TextLine(text, start, end);
            start = end;
        }
    }
}
