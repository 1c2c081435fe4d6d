using System.Text;

namespace Llm.Cli.Output;

/// <summary>Aligns text in columns.</summary>
internal static class TextTable
{
    /// <summary>Returns one line per row as the Python tool's tables: four spaces between columns, and the last one padded too.</summary>
    public static string WritePadded(IReadOnlyList<string[]> rows)
    {
        var text = new StringBuilder();
        var widths = Widths(rows);
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length; column++)
                text.Append(column > 0 ? "    " : "").Append(row[column].PadRight(widths[column]));
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Returns one line per row, with two spaces between columns and none after the last.</summary>
    public static string Write(IReadOnlyList<string[]> rows)
    {
        var text = new StringBuilder();
        var widths = Widths(rows);
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length - 1; column++) text.Append(row[column].PadRight(widths[column])).Append("  ");
            text.Append(row[^1]).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The longest text of each column, all of which every row has.</summary>
    private static int[] Widths(IReadOnlyList<string[]> rows)
    {
        var widths = new int[rows.Count == 0 ? 0 : rows[0].Length];
        foreach (var row in rows)
        {
            for (var column = 0; column < widths.Length; column++) widths[column] = Math.Max(widths[column], row[column].Length);
        }

        return widths;
    }
}
