using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Logs;

namespace Llm.Cli.Output.Logs;

/// <summary>Writes logged turns as a JSON array with one object per turn: <c>llm logs --json</c> and <c>llm prompt --json</c>.</summary>
/// <param name="expand">Whether fragments are shown in full.</param>
/// <param name="truncate">Whether texts are shortened and payloads left out.</param>
/// <param name="prices">The prices by which each turn gets its cost; null for the form of the Python tool, which has none.</param>
internal sealed class LogJson(bool expand = false, bool truncate = false, PriceTable? prices = null)
{
    private bool hasItems;

    /// <summary>Returns the whole array of a few turns.</summary>
    public static string Write(IEnumerable<LoggedTurn> turns, PriceTable? prices = null)
    {
        var json = new LogJson(prices: prices);
        return string.Concat(turns.Select(json.Write)) + json.End();
    }

    /// <summary>Returns the next item of the array, with the separator before it.</summary>
    public string Write(LoggedTurn turn)
    {
        var start = hasItems ? "," : "[";
        hasItems = true;
        var json = turn.ToJson();
        if (!expand) CutFragments(json);
        if (truncate) Cut(json);
        if (prices is not null) AddCost(json, turn.FindCost(prices));
        // Strings in JSON contain no line ends, so all of these are between items.
        return $"{start}\n{PythonJson.Indented(json)}".Replace("\n", "\n  ", StringComparison.Ordinal);
    }

    /// <summary>Returns the end of the array, without a line end.</summary>
    public string End() => hasItems ? "\n]" : "[]";

    /// <summary>The cost in US dollars or, for a model of a package whose prices are in another currency, in that.</summary>
    private static void AddCost(JsonObject turn, CallCost? cost)
    {
        turn["cost_usd"] = (double?)cost?.InDollars;
        if (cost is not { InDollars: null } other) return;
        turn["cost"] = (double)other.Amount;
        turn["currency"] = other.Currency;
    }

    private static void CutFragments(JsonObject turn)
    {
        foreach (var key in (string[])["prompt_fragments", "system_fragments"])
        {
            foreach (var fragment in turn[key]!.AsArray()) fragment!["content"] = Excerpt.Of(fragment["content"]!.GetValue<string>());
        }
    }

    private static void Cut(JsonObject turn)
    {
        foreach (var key in (string[])["prompt", "response"]) turn[key] = Excerpt.Of(turn.Text(key) ?? "");
        foreach (var key in (string[])["prompt_json", "options_json", "response_json", "schema_json"])
        {
            if (turn[key] is not null) turn.Remove(key);
        }
    }
}
