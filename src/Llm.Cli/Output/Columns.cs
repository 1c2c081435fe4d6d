using System.Text;

namespace Llm.Cli.Output;

/// <summary>Lays out rows whose cells stand below one another.</summary>
internal static class Columns
{
    /// <summary>A line a row; two spaces lie between columns and nothing follows the last.</summary>
    public static string Align(IReadOnlyList<string[]> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length - 1; column++) text.Append(row[column].PadRight(rows.Max(other => other[column].Length))).Append("  ");
            text.Append(row[^1]).Append('\n');
        }

        return text.ToString();
    }
}
