namespace Llm;

/// <summary>Finds fenced code blocks in Markdown.</summary>
public static class FencedCode
{
    /// <summary>
    /// The content of the first or last block between lines of three or more backticks, the closing line with as many as the
    /// opening one; null if there is none.
    /// </summary>
    public static string? Extract(string text, bool last = false)
    {
        string? found = null;
        for (var start = 0; start < text.Length;)
        {
            var end = LineEnd(text, start);
            if (FenceLength(text.AsSpan(start, end - start)) is var fence && fence > 0 && FindEnd(text, end + 1, fence) is { } close)
            {
                found = text[(end + 1)..close];
                if (!last) return found;
                end = LineEnd(text, close);
            }

            start = end + 1;
        }

        return found;
    }

    /// <summary>How many backticks open a block on this line, with at most one word behind them; 0 if it opens none.</summary>
    private static int FenceLength(ReadOnlySpan<char> line)
    {
        var ticks = line.IndexOfAnyExcept('`');
        if (ticks < 0) ticks = line.Length;
        if (ticks < 3) return 0;
        foreach (var c in line[ticks..])
        {
            if (!char.IsLetterOrDigit(c) && c != '_') return 0;
        }

        return ticks;
    }

    private static int? FindEnd(string text, int start, int fence)
    {
        while (start < text.Length)
        {
            var end = LineEnd(text, start);
            var line = text.AsSpan(start, end - start).TrimEnd(' ');
            if (line.Length == fence && line.IndexOfAnyExcept('`') < 0) return start;
            start = end + 1;
        }

        return null;
    }

    private static int LineEnd(string text, int start)
    {
        var end = text.IndexOf('\n', start);
        return end < 0 ? text.Length : end;
    }
}
