using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Cli.Output;

/// <summary>Describes how many tokens were used.</summary>
internal static class UsageText
{
    /// <summary><c>1,234 input, 5 output, {"reasoning": 3}</c>, without the parts that are unknown.</summary>
    public static string Describe(long? input, long? output, JsonObject? details, string detailsQuote = "")
    {
        var bits = new List<string>();
        if (input is not null) bits.Add(input.Value.ToString("N0", CultureInfo.InvariantCulture) + " input");
        if (output is not null) bits.Add(output.Value.ToString("N0", CultureInfo.InvariantCulture) + " output");
        if (details is { Count: > 0 }) bits.Add(detailsQuote + PythonJson.Spaced(details) + detailsQuote);
        return string.Join(", ", bits);
    }

    /// <summary>Adds what the answer cost, or that it is not known: <c>1,234 input, 5 output, $0.0021</c>.</summary>
    public static string AddCost(string usage, CallCost? cost)
    {
        var text = cost is null ? "cost unknown" : CostText.Of(cost.Value);
        return usage.Length > 0 ? $"{usage}, {text}" : text;
    }
}
