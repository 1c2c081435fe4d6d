using System.Text;

namespace Llm.Cli.Output.Rendering;

/// <summary>Lines that begin with a pipe: a table if the second is a delimiter row, otherwise text.</summary>
internal sealed class TableLeaf(RenderedPage page) : Leaf
{
    private const string Separator = " │ ";

    private readonly List<string> lines = [];

    /// <summary>Whether the lines may still become a table.</summary>
    public bool MayBeTable => lines.Count < 2 || IsDelimiter(lines[1]);

    public override void Add(string text) => lines.Add(text);

    public override void Close()
    {
        if (lines.Count >= 2 && IsDelimiter(lines[1])) WriteTable();
        else WriteText();
    }

    private static bool IsDelimiter(string line) =>
        line.Contains('-', StringComparison.Ordinal) && line.AsSpan().IndexOfAnyExcept("|:- \t") < 0;

    private void WriteText()
    {
        var text = new TextLeaf(page);
        text.Add(string.Join('\n', lines));
        text.Close();
    }

    private void WriteTable()
    {
        var sides = Cells(lines[1]).Select(cell => (Left: cell.StartsWith(':'), Right: cell.EndsWith(':'))).ToList();
        var rows = lines.Where((_, i) => i != 1).Select((line, i) => Cells(line).Select(cell => Read(cell, i == 0)).ToList()).ToList();
        // Cells beyond the columns of the delimiter row are shown too.
        while (sides.Count < rows.Max(row => row.Count)) sides.Add(default);
        var widths = Fit([.. Enumerable.Range(0, sides.Count).Select(column =>
            rows.Max(row => column < row.Count ? Lines(row[column], int.MaxValue).Max(Width) : 0))]);
        for (var i = 0; i < rows.Count; i++)
        {
            WriteRow(rows[i], widths, sides);
            if (i == 0) page.WriteLine(string.Join("─┼─", widths.Select(width => new string('─', width))), TextLook.Faint);
        }
    }

    private void WriteRow(List<List<StyledText>> row, int[] widths, List<(bool Left, bool Right)> sides)
    {
        var cells = widths.Select((width, column) => column < row.Count ? Lines(row[column], width) : [[]]).ToList();
        for (var line = 0; line < cells.Max(cell => cell.Count); line++)
        {
            for (var column = 0; column < widths.Length; column++)
            {
                var pieces = line < cells[column].Count ? cells[column][line] : [];
                var free = Math.Max(0, widths[column] - Width(pieces));
                var before = sides[column] switch { (true, true) => free / 2, (_, true) => free, _ => 0 };
                if (column > 0) page.Write(Separator, TextLook.Faint);
                if (pieces.Count > 0) page.Write(new string(' ', before), TextLook.Plain);
                foreach (var piece in pieces) page.Write(piece.Text, piece.Look);
                if (column + 1 < widths.Length) page.Write(new string(' ', pieces.Count > 0 ? free - before : free), TextLook.Plain);
            }

            page.EndLine();
        }
    }

    /// <summary>Narrows the widest columns until all fit.</summary>
    private int[] Fit(int[] widths)
    {
        const int least = 3;
        for (var i = 0; i < widths.Length; i++) widths[i] = Math.Max(1, widths[i]);
        var available = page.Width - (Separator.Length * (widths.Length - 1));
        while (widths.Sum() > available && widths.Max() is var widest and > least)
        {
            // All of the widest columns are narrowed equally, to the next width or as far as needed.
            var count = widths.Count(width => width == widest);
            var next = widths.Where(width => width < widest).DefaultIfEmpty(least).Max();
            var cut = Math.Clamp((widths.Sum() - available) / count, 1, Math.Max(1, widest - Math.Max(next, least)));
            for (var (i, over) = (0, widths.Sum() - available); i < widths.Length && over > 0; i++)
            {
                if (widths[i] != widest) continue;
                widths[i] -= Math.Min(cut, over);
                over -= cut;
            }
        }

        return widths;
    }

    /// <summary>Splits a line into its cells; the first pipe is optional.</summary>
    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var text = line.Trim();
        for (var i = text.StartsWith('|') ? 1 : 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == '|') cell.Append(text[++i]);
            else if (text[i] != '|') cell.Append(text[i]);
            else
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
        }

        if (cell.Length > 0) cells.Add(cell.ToString().Trim());
        return cells;
    }

    private List<StyledText> Read(string cell, bool isHeading)
    {
        var look = isHeading ? TextLook.Bold : TextLook.Plain;
        var pieces = new List<StyledText>();
        var inline = new InlineText(
            (text, look) => pieces.Add(new StyledText(text, look)), () => pieces.Add(new StyledText("\n", look)), page.MarksCode);
        inline.Add(cell, look);
        inline.End(look);
        return pieces;
    }

    private static List<List<StyledText>> Lines(List<StyledText> pieces, int width)
    {
        var lines = new List<List<StyledText>> { new() };
        var wrap = new WordWrap(width, (text, look) => lines[^1].Add(new StyledText(text, look)), () => lines.Add([]));
        foreach (var piece in pieces)
        {
            if (piece.Text == "\n") wrap.Break();
            else wrap.Add(piece.Text, piece.Look);
        }

        wrap.End();
        return lines;
    }

    private static int Width(List<StyledText> pieces) => pieces.Sum(piece => CellWidth.Of(piece.Text));
}
