namespace Llm.Cli.CommandLine;

/// <summary>Shortens a help text to the summary that the list of a group's commands shows.</summary>
internal static class CommandSummary
{
    private const string Ellipsis = "...";

    /// <summary>
    /// Returns the first sentence of the first paragraph; if it exceeds the limit, it is cut after a word and ends in an ellipsis.
    /// </summary>
    public static string Shorten(string help, int limit)
    {
        help = help.Trim('\n');
        var end = help.IndexOf("\n\n", StringComparison.Ordinal);
        var words = (end < 0 ? help : help[..end]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).AsSpan();
        if (words.Length > 0 && Paragraphs.IsVerbatimMark(words[0])) words = words[1..];

        var length = 0;
        for (var i = 0; i < words.Length; i++)
        {
            length += words[i].Length + (i > 0 ? 1 : 0);
            if (length > limit || (length == limit && i < words.Length - 1 && words[i][^1] != '.')) return Cut(words, i, length, limit);
            if (words[i][^1] == '.') return Join(words[..(i + 1)]);
        }

        return Join(words);
    }

    private static string Cut(ReadOnlySpan<string> words, int last, int length, int limit)
    {
        length += Ellipsis.Length;
        for (; last > 0; last--)
        {
            length -= words[last].Length + 1;
            if (length <= limit) break;
        }

        return Join(words[..last]) + Ellipsis;
    }

    private static string Join(ReadOnlySpan<string> words) => string.Join(' ', words);
}
