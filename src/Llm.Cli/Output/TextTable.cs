using System.Text;

namespace Llm.Cli.Output;

/// <summary>Aligns text in columns.</summary>
internal static class TextTable
{
    /// <summary>Returns one line per row as the Python tool's tables: four spaces between columns, and the last one padded too.</summary>
    public static string WritePadded(IReadOnlyList<string[]> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length; column++)
                text.Append(column > 0 ? "    " : "").Append(row[column].PadRight(rows.Max(other => other[column].Length)));
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Returns one line per row, with two spaces between columns and none after the last.</summary>
    public static string Write(IReadOnlyList<string[]> rows)
    {
        var text = new StringBuilder();
        var widths = rows.Count == 0 ? [] : Enumerable.Range(0, rows[0].Length - 1)
            .Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            for (var column = 0; column < widths.Length; column++) text.Append(row[column].PadRight(widths[column])).Append("  ");
            text.Append(row[^1]).Append('\n');
        }

        return text.ToString();
    }
}
