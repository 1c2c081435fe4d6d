namespace Llm;

/// <summary>Formats code in Markdown, with as many backticks as its content needs.</summary>
internal static class MarkdownCode
{
    private const int ShortLine = 120;

    /// <summary>Returns a fenced block.</summary>
    public static string Fence(string code, string language = "")
    {
        var fence = Backticks(code, least: 3);
        return $"{fence}{language}\n{code}\n{fence}";
    }

    /// <summary>Returns a fenced block if the text looks like code; otherwise the text.</summary>
    public static string FenceIfCode(string text)
    {
        var lines = text.Split('\n');
        if (lines[^1].Length == 0) lines = lines[..^1];
        var isCode = text.Count(c => c == '<') > 10
            || (lines.Length > 3 && lines.Count(line => line.Length < ShortLine) > 0.9 * lines.Length);
        return isCode ? "\n" + Fence(text.Trim()) : text;
    }

    /// <summary>Returns a code span.</summary>
    public static string Inline(string code)
    {
        var ticks = Backticks(code, least: 1);
        var space = code.StartsWith('`') || code.EndsWith('`') ? " " : "";
        return ticks + space + code + space + ticks;
    }

    /// <summary>Indents every line that is not blank.</summary>
    public static string Indent(string text, string indent) =>
        string.Join('\n', text.Split('\n').Select(line => string.IsNullOrWhiteSpace(line) ? line : indent + line));

    private static string Backticks(string code, int least)
    {
        var ticks = new string('`', least);
        while (code.Contains(ticks, StringComparison.Ordinal)) ticks += "`";
        return ticks;
    }
}
