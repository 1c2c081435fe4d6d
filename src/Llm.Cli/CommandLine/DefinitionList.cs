using System.Text;

namespace Llm.Cli.CommandLine;

/// <summary>Writes a list of terms and their descriptions in two columns, as help pages show options and commands.</summary>
internal static class DefinitionList
{
    private const int Indent = 2;
    private const int Spacing = 2;
    private const int WidestTerm = 30;

    public static void Write(StringBuilder page, List<(string Term, string Text)> rows, int width)
    {
        var column = Math.Min(rows.Max(static row => row.Term.Length), WidestTerm) + Spacing;
        var textWidth = Math.Max(width - column - Spacing, 10);
        var margin = new string(' ', column + Indent);
        foreach (var (term, text) in rows)
        {
            page.Append(' ', Indent).Append(term);
            if (text.Length > 0)
            {
                if (term.Length <= column - Spacing) page.Append(' ', column - term.Length);
                else page.Append('\n').Append(margin);
                var wrapped = new StringBuilder();
                Paragraphs.Write(wrapped, text, textWidth, "");
                AppendLines(page, wrapped.ToString().Split('\n'), margin);
            }

            page.Append('\n');
        }
    }

    private static void AppendLines(StringBuilder page, string[] lines, string margin)
    {
        page.Append(lines[0]);
        for (var i = 1; i < lines.Length; i++) page.Append('\n').Append(margin).Append(lines[i]);
    }
}
