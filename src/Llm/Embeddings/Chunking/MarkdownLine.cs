namespace Llm.Embeddings.Chunking;

/// <summary>What a line of Markdown is.</summary>
internal static class MarkdownLine
{
    private const int LargestHeading = 6;
    private const int LargestIndentation = 3;

    /// <summary>The level of a heading from 1 to 6; 0 for any other line.</summary>
    public static int HeadingLevel(ReadOnlySpan<char> line)
    {
        line = WithoutIndentation(line);
        var level = line.IndexOfAnyExcept('#');
        if (level < 0) level = line.Length;
        return level is >= 1 and <= LargestHeading && (level == line.Length || line[level] is ' ' or '\t') ? level : 0;
    }

    /// <summary>The marks of a line that opens or closes a fence, three or more of the same; empty for any other line.</summary>
    public static ReadOnlySpan<char> Fence(ReadOnlySpan<char> line)
    {
        line = WithoutIndentation(line);
        if (line.IsEmpty || line[0] is not ('`' or '~')) return default;
        var length = line.IndexOfAnyExcept(line[0]);
        if (length < 0) length = line.Length;
        return length >= 3 ? line[..length] : default;
    }

    /// <summary>Whether the line closes a fence that was opened with these marks.</summary>
    public static bool Closes(ReadOnlySpan<char> line, ReadOnlySpan<char> opening)
    {
        var marks = Fence(line);
        return marks.Length >= opening.Length && marks[0] == opening[0] && line.Trim().Length == marks.Length;
    }

    /// <summary>Whether the line makes the one above it a heading.</summary>
    public static bool Underlines(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        return line.Length >= 3 && line[0] is '=' or '-' && line.IndexOfAnyExcept(line[0]) < 0;
    }

    /// <summary>Whether the line begins an item of a list.</summary>
    public static bool IsListItem(ReadOnlySpan<char> line)
    {
        line = line.TrimStart();
        if (line.Length > 1 && line[0] is '-' or '*' or '+') return line[1] is ' ' or '\t';
        var digits = line.IndexOfAnyExceptInRange('0', '9');
        return digits is > 0 and <= 9 && digits + 1 < line.Length && line[digits] is '.' or ')' && line[digits + 1] == ' ';
    }

    private static ReadOnlySpan<char> WithoutIndentation(ReadOnlySpan<char> line)
    {
        var spaces = line.IndexOfAnyExcept(' ');
        return spaces is > 0 and <= LargestIndentation ? line[spaces..] : line;
    }
}
