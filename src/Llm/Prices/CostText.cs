using System.Globalization;

namespace Llm;

/// <summary>Writes amounts of money, with more digits the smaller they are.</summary>
internal static class CostText
{
    private const decimal Least = 0.000001m;

    /// <summary>
    /// Returns text such as <c>$1,234.50</c>, <c>$0.1235</c>, <c>$0.000021</c>, <c>$0</c>, <c>0.02 RMB</c> or <c>free</c>.
    /// </summary>
    public static string Of(CallCost cost) => cost.IsFree ? "free"
        : cost.Currency == CallCost.Dollars ? Of(cost.Amount)
        : cost.Amount is > 0 and < Least ? $"<0.000001 {cost.Currency}"
        : $"{Number(cost.Amount)} {cost.Currency}";

    /// <summary>Returns an amount of US dollars.</summary>
    public static string Of(decimal dollars) => dollars is > 0 and < Least ? "<$0.000001" : "$" + Number(dollars);

    private static string Number(decimal amount) => amount switch
    {
        0 => "0",
        < 0.01m => Format(amount, "0.00####"),
        < 1 => Format(amount, "0.00##"),
        _ => Format(amount, "#,##0.00"),
    };

    private static string Format(decimal amount, string format) => amount.ToString(format, CultureInfo.InvariantCulture);
}
