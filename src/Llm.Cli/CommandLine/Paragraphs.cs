using System.Text;

namespace Llm.Cli.CommandLine;

/// <summary>Wraps the paragraphs of a help text, each at its own indentation; a paragraph marked with <c>\b</c> is not wrapped.</summary>
internal static class Paragraphs
{
    /// <summary>
    /// Whether a line marks its paragraph as not to be wrapped: it is the character <c>\b</c> or, as in raw string literals, a backslash
    /// and a b.
    /// </summary>
    public static bool IsVerbatimMark(string line) => line.Trim() is "\b" or "\\b";

    /// <summary>Writes the text without a trailing line break.</summary>
    public static void Write(StringBuilder page, string text, int width, string margin)
    {
        var paragraph = new List<string>();
        var isFirst = true;
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0) paragraph.Add(line);
            else Flush();
        }

        Flush();

        void Flush()
        {
            if (paragraph.Count == 0) return;
            if (!isFirst) page.Append("\n\n");
            isFirst = false;
            WriteParagraph(page, paragraph, width, margin);
            paragraph.Clear();
        }
    }

    private static void WriteParagraph(StringBuilder page, List<string> lines, int width, string margin)
    {
        var first = lines[0].TrimStart();
        var indent = margin + new string(' ', lines[0].Length - first.Length);
        if (IsVerbatimMark(first))
        {
            for (var i = 1; i < lines.Count; i++)
            {
                if (i > 1) page.Append('\n');
                page.Append(indent).Append(lines[i]);
            }

            return;
        }

        lines[0] = first;
        TextWrap.Write(page, string.Join(' ', lines), width, indent, indent);
    }
}
