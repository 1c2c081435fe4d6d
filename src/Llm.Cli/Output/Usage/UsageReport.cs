using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Storage.Logs;

namespace Llm.Cli.Output.Usage;

/// <summary>The sums that <c>llm usage</c> shows, in their order.</summary>
/// <remarks>
/// Days are in their order; of everything else, what costs most in US dollars comes first. Amounts in other currencies are never added to
/// these; the data formats have them only if there are some.
/// </remarks>
internal sealed class UsageReport
{
    private const int NamedModels = 5;

    private readonly List<UsageSum> sums;

    /// <summary>Orders the sums.</summary>
    /// <param name="by">What was added up by, the name of the first column.</param>
    /// <param name="sums">The sums.</param>
    public UsageReport(string by, IReadOnlyList<UsageSum> sums)
    {
        By = by;
        this.sums = [.. sums];
        this.sums.Sort(by == "day" ? ByKey : ByCost);
        Total = new UsageSum { Key = "total" };
        foreach (var sum in sums) Total = Total.Add(sum);
    }

    /// <summary>What was added up by.</summary>
    public string By { get; }

    /// <summary>The number of rows: the last days, or those that cost most; 0 for all.</summary>
    public int Limit { get; init; }

    /// <summary>The sum of everything, of hidden rows too.</summary>
    public UsageSum Total { get; }

    /// <summary>The rows to show.</summary>
    public IReadOnlyList<UsageSum> Rows =>
        Limit <= 0 || Limit >= sums.Count ? sums : By == "day" ? sums[^Limit..] : sums[..Limit];

    /// <summary>The number of rows that are not shown.</summary>
    public int Hidden => sums.Count - Rows.Count;

    /// <summary>A sentence about the responses without a known cost; null if there are none.</summary>
    public string? Unpriced
    {
        get
        {
            if (Total.UnpricedResponses == 0) return null;
            var models = Total.UnpricedModels;
            var names = string.Join(", ", models.Take(NamedModels).Select(name => name.Length == 0 ? "unknown" : name));
            if (models.Count > NamedModels) names += $" and {models.Count - NamedModels} more";
            return $"The cost leaves out {Count.Of(Total.UnpricedResponses, "response")}, because the price or the number of tokens is not "
                + $"known: {names}.";
        }
    }

    /// <summary>Returns an array with one object per row; an unknown cost is null.</summary>
    public JsonArray ToJson() => new([.. Rows.Select(ToJson)]);

    /// <summary>Returns one line per row after a line of names; an unknown cost is empty.</summary>
    public string ToCsv()
    {
        var hasOthers = Total.OtherCosts.Count > 0;
        var text = new StringBuilder($"{By}{(By == "conversation" ? ",name" : "")}"
            + ",responses,input_tokens,cached_tokens,cache_write_tokens,output_tokens,reasoning_tokens,cost_usd,unpriced_responses"
            + (hasOthers ? ",other_costs\n" : "\n"));
        foreach (var sum in Rows)
        {
            text.Append(Quote(sum.Key));
            if (By == "conversation") text.Append(',').Append(Quote(sum.Name));
            text.Append(CultureInfo.InvariantCulture, $",{sum.Responses},{sum.InputTokens},{sum.CachedTokens},{sum.CacheWriteTokens}")
                .Append(CultureInfo.InvariantCulture, $",{sum.OutputTokens},{sum.ReasoningTokens},{sum.Cost:0.############}")
                .Append(CultureInfo.InvariantCulture, $",{sum.UnpricedResponses}");
            if (hasOthers) text.Append(',').AppendJoin("; ", sum.OtherCosts.Select(cost => $"{Amount(cost.Amount)} {cost.Currency}"));
            text.Append('\n');
        }

        return text.ToString();
    }

    private JsonObject ToJson(UsageSum sum)
    {
        var json = new JsonObject { [By] = sum.Key };
        if (By == "conversation") json["name"] = sum.Name;
        json["responses"] = sum.Responses;
        json["input_tokens"] = sum.InputTokens;
        json["cached_tokens"] = sum.CachedTokens;
        json["cache_write_tokens"] = sum.CacheWriteTokens;
        json["output_tokens"] = sum.OutputTokens;
        json["reasoning_tokens"] = sum.ReasoningTokens;
        json["cost_usd"] = (double?)sum.Cost;
        json["unpriced_responses"] = sum.UnpricedResponses;
        if (sum.OtherCosts.Count == 0) return json;
        var others = new JsonObject();
        foreach (var cost in sum.OtherCosts) others[cost.Currency] = (double)cost.Amount;
        json["other_costs"] = others;
        return json;
    }

    private static string Amount(decimal amount) => amount.ToString("0.############", CultureInfo.InvariantCulture);

    private static string Quote(string? text) =>
        text is null ? "" : text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static int ByKey(UsageSum one, UsageSum other) => string.CompareOrdinal(one.Key, other.Key);

    private static int ByCost(UsageSum one, UsageSum other)
    {
        var order = (other.Cost ?? -1).CompareTo(one.Cost ?? -1);
        if (order == 0) order = (other.InputTokens + other.OutputTokens).CompareTo(one.InputTokens + one.OutputTokens);
        return order != 0 ? order : ByKey(one, other);
    }
}
