using System.Globalization;

namespace Llm.Cli.Output;

/// <summary>Writes amounts of US dollars, with more digits the smaller they are.</summary>
internal static class CostText
{
    /// <summary>Returns text such as <c>$1,234.50</c>, <c>$0.1235</c>, <c>$0.000021</c> or <c>$0</c>.</summary>
    public static string Of(decimal cost) => cost switch
    {
        0 => "$0",
        < 0.000001m => "<$0.000001",
        < 0.01m => Format(cost, "0.00####"),
        < 1 => Format(cost, "0.00##"),
        _ => Format(cost, "#,##0.00"),
    };

    private static string Format(decimal cost, string format) => "$" + cost.ToString(format, CultureInfo.InvariantCulture);
}
