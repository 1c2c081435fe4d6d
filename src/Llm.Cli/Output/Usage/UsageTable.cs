using System.Globalization;
using System.Text;
using Llm.Storage.Logs;

namespace Llm.Cli.Output.Usage;

/// <summary>Writes sums of usage as a table; on a terminal, with bars of the costs or, if no cost is known, of the tokens.</summary>
/// <param name="terminal">Where the table goes.</param>
/// <param name="columns">The width of the terminal; a bar that does not fit is left out.</param>
/// <param name="hasColour">Whether bars have a colour.</param>
internal sealed class UsageTable(Terminal terminal, int columns, bool hasColour)
{
    private const int LongestName = 30;
    private const int ShortestBar = 6;
    private const int LongestBar = 40;
    private const string Unknown = "unknown";
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>Writes the rows of a report, and their total if there are several.</summary>
    public void Write(UsageReport report)
    {
        var rows = new List<string[]> { Head(report) };
        foreach (var sum in report.Rows) rows.Add(Row(report, sum.Key ?? Unknown, sum.Name, sum));
        if (report.Rows.Count + report.Hidden > 1)
            rows.Add(Row(report, report.Hidden > 0 ? $"total, {report.Hidden} more" : "total", "", report.Total));
        var widths = new int[rows[0].Length];
        foreach (var row in rows)
            for (var column = 0; column < widths.Length; column++)
                widths[column] = Math.Max(widths[column], CellWidth.Of(row[column]));
        var bar = terminal.HasCursor ? Math.Min(columns - widths.Sum() - (2 * widths.Length) - 1, LongestBar) : 0;
        var (most, hasCost) = Greatest(report);
        var text = new StringBuilder();
        for (var i = 0; i < rows.Count; i++)
        {
            var line = Line(rows[i], widths, report.By == "conversation" ? 2 : 1);
            var isRow = i > 0 && i <= report.Rows.Count;
            if (isRow && bar >= ShortestBar && most > 0) line += Bar(Value(report.Rows[i - 1], hasCost) / most, bar);
            text.Append(line.TrimEnd()).Append('\n');
        }

        terminal.WriteSequences(text.ToString());
    }

    private static (decimal Most, bool HasCost) Greatest(UsageReport report)
    {
        var hasCost = report.Total.Cost is > 0;
        decimal most = 0;
        foreach (var sum in report.Rows) most = Math.Max(most, Value(sum, hasCost));
        return (most, hasCost);
    }

    private static decimal Value(UsageSum sum, bool hasCost) => hasCost ? sum.Cost ?? 0 : sum.InputTokens + sum.OutputTokens;

    private static string[] Head(UsageReport report) => report.By == "conversation"
        ? [report.By, "name", "responses", "input", "cached", "output", "cost"]
        : [report.By, "responses", "input", "cached", "output", "cost"];

    private string[] Row(UsageReport report, string key, string? name, UsageSum sum)
    {
        string[] numbers =
        [
            Number(sum.Responses), Number(sum.InputTokens), Number(sum.CachedTokens), Number(sum.OutputTokens), Cost(sum),
        ];
        return report.By == "conversation" ? [Shown(key), Shown(Excerpt.OneLine(name ?? "", LongestName)), .. numbers]
            : [Shown(key), .. numbers];
    }

    private string Shown(string text) => terminal.OutputIsTerminal ? VisibleText.Of(text) : text;

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The amount in each currency, and whether something is left out.</summary>
    private static string Cost(UsageSum sum)
    {
        var amounts = new List<string>();
        if (sum.Cost is { } dollars) amounts.Add(CostText.Of(dollars));
        foreach (var other in sum.OtherCosts) amounts.Add(CostText.Of(other));
        if (amounts.Count == 0 || sum.UnpricedResponses > 0) amounts.Add(Unknown);
        return string.Join(" + ", amounts);
    }

    /// <summary>One line: names to the left, numbers to the right.</summary>
    private static string Line(string[] row, int[] widths, int names)
    {
        var line = new StringBuilder();
        for (var column = 0; column < row.Length; column++)
        {
            var space = new string(' ', widths[column] - CellWidth.Of(row[column]));
            line.Append(column < names ? row[column] + space : space + row[column]).Append("  ");
        }

        return line.ToString();
    }

    private string Bar(decimal part, int width)
    {
        if (part <= 0) return "";
        // What is not nothing shows something.
        var eighths = Math.Max((int)(part * width * 8), 1);
        var bar = new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : Eighths[eighths % 8]);
        return hasColour ? $"\e[36m{bar}\e[0m" : bar;
    }
}
