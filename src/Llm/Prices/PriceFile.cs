using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Yaml;

namespace Llm;

/// <summary>Reads a table of prices: <c>prices.yaml</c>, which says at its top what an entry has.</summary>
internal static class PriceFile
{
    private static readonly string[] Prices = ["input", "cached_input", "cache_write", "cache_write_1h", "output", "request"];

    /// <summary>Reads the prices of each name, in the order of their days.</summary>
    /// <exception cref="LlmException">The table is not valid; the message names the entry.</exception>
    public static Dictionary<string, List<ModelPrice>> Read(string text)
    {
        var table = new Dictionary<string, List<ModelPrice>>(StringComparer.Ordinal);
        // Numbers as they are written: a price is a decimal fraction.
        var root = YamlText.ParseTexts(text);
        if (root is null || IsBlank(root)) return table;
        if (root is not JsonObject entries) throw new LlmException("it must be a mapping from the names of models to their prices.");
        foreach (var (name, value) in entries) table[name] = ReadEntry(name, value);
        return table;
    }

    private static bool IsBlank(JsonNode node) => node is JsonValue && (string?)node is "";

    private static List<ModelPrice> ReadEntry(string name, JsonNode? value)
    {
        if (value is not JsonArray list) return [ReadPrice(name, value, isAbove: false)];
        var prices = new List<ModelPrice>();
        foreach (var item in list)
        {
            var price = ReadPrice(name, item, isAbove: false);
            if (prices.Count > 0 && (price.From is null || string.CompareOrdinal(price.From, prices[^1].From) <= 0))
                throw Wrong(name, "every price after the first needs a 'from' that is later than the one before");
            prices.Add(price);
        }

        return prices.Count > 0 ? prices : throw Wrong(name, "it has no price");
    }

    private static ModelPrice ReadPrice(string name, JsonNode? value, bool isAbove)
    {
        if (value is not JsonObject entry) throw Wrong(name, "its prices must be a mapping, such as {input: 2.5, output: 10}");
        string[] others = isAbove ? ["tokens"] : ["above", "free", "reason", "from", "source", "date"];
        foreach (var (field, _) in entry)
        {
            if (Array.IndexOf(Prices, field) < 0 && Array.IndexOf(others, field) < 0)
            {
                throw Wrong(name, $"there is no field '{field}'{(isAbove ? " in 'above'" : "")}; the fields are "
                    + $"{string.Join(", ", Prices)}, {string.Join(", ", others)}");
            }
        }

        var isFree = IsFree(name, entry);
        var input = Amount(name, entry, "input");
        var output = Amount(name, entry, "output");
        var request = Amount(name, entry, "request");
        if (!isFree && (input ?? output ?? request) is null)
            throw Wrong(name, "it needs 'input' and 'output', 'request', or 'free: true'");
        if (input is null != output is null) throw Wrong(name, $"it needs '{(input is null ? "input" : "output")}' too, which may be 0");
        var write = Amount(name, entry, "cache_write") ?? input ?? 0;
        return new ModelPrice
        {
            From = Day(name, entry),
            IsFree = isFree,
            Input = input ?? 0,
            CachedInput = Amount(name, entry, "cached_input") ?? input ?? 0,
            CacheWrite = write,
            CacheWriteHour = Amount(name, entry, "cache_write_1h") ?? write,
            Output = output ?? 0,
            Request = request ?? 0,
            Bound = isAbove ? Tokens(name, entry) : entry["above"] is JsonObject above ? Tokens(name, above) : 0,
            Above = entry["above"] is { } higher ? ReadPrice(name, higher, isAbove: true) : null,
        };
    }

    private static bool IsFree(string name, JsonObject entry)
    {
        if (!entry.ContainsKey("free")) return false;
        if (entry.Text("free") is not "true") throw Wrong(name, "'free' can only be true");
        foreach (var field in (string[])[.. Prices, "above"])
            if (entry.ContainsKey(field))
                throw Wrong(name, $"it is free, so it cannot have '{field}'");
        return true;
    }

    private static decimal? Amount(string name, JsonObject entry, string field)
    {
        if (!entry.ContainsKey(field)) return null;
        if (!decimal.TryParse(entry.Text(field), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount))
            throw Wrong(name, $"'{field}' must be a number of US dollars");
        if (amount is < 0 or > 1_000_000) throw Wrong(name, $"'{field}' must be from 0 to 1,000,000 US dollars");
        return amount;
    }

    private static long Tokens(string name, JsonObject above) =>
        long.TryParse(above.Text("tokens"), NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) && tokens > 0
            ? tokens
            : throw Wrong(name, "'above' needs 'tokens', a whole number");

    private static string? Day(string name, JsonObject entry)
    {
        if (!entry.ContainsKey("from")) return null;
        var text = entry.Text("from");
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? text
            : throw Wrong(name, "'from' must be a day such as 2026-01-31");
    }

    private static LlmException Wrong(string name, string problem) => new($"the entry '{name}' is not valid: {problem}.");
}
