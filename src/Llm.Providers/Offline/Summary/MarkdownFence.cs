namespace Llm.Providers.Offline.Summary;

/// <summary>An opening fence of code or of a formula.</summary>
internal readonly record struct MarkdownFence(char Mark, int Length, int QuoteDepth)
{
    public bool IsOpen => Length > 0;

    public static bool TryOpen(MarkdownLine line, out MarkdownFence fence)
    {
        fence = default;
        var mark = line.Text[0];
        var length = Run(line.Text, mark);
        var opens = mark switch
        {
            '`' => length >= 3 && !line.Text.AsSpan(length).Contains('`'),
            '~' => length >= 3,
            '$' => length == 2 && line.Text.TrimEnd().Length == 2,
            _ => false,
        };
        if (opens) fence = new MarkdownFence(mark, length, line.QuoteDepth);
        return opens;
    }

    public bool IsClosedBy(MarkdownLine line)
    {
        if (line.IsBlank || line.Text[0] != Mark) return false;
        var length = Run(line.Text, Mark);
        return length >= Length && string.IsNullOrWhiteSpace(line.Text[length..]);
    }

    private static int Run(string text, char mark)
    {
        var length = text.AsSpan().IndexOfAnyExcept(mark);
        return length < 0 ? text.Length : length;
    }
}
