using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm.Storage.Logs.Condensing;

/// <summary>What the parts of a payload may be replaced with, by key.</summary>
/// <remarks>Everything but non-empty texts, objects and arrays is ignored.</remarks>
internal sealed class ReplacementTable
{
    private readonly OrderedDictionary<string, JsonNode> values = [];

    /// <summary>The table with these entries, in this order.</summary>
    public ReplacementTable(IEnumerable<KeyValuePair<string, JsonNode?>> entries)
    {
        foreach (var (key, value) in entries)
        {
            if (IsUsable(value)) values[key] = value!;
        }
    }

    /// <summary>Finds keys by values; needed for condensing only, so it is made when first asked for.</summary>
    public ReplacementIndex Index => field ??= new ReplacementIndex(values);

    /// <summary>The value of a key; null if there is none.</summary>
    public JsonNode? Find(string key) => values.GetValueOrDefault(key);

    private static bool IsUsable(JsonNode? value) => value switch
    {
        JsonObject map => map.Count > 0,
        JsonArray list => list.Count > 0,
        JsonValue leaf => leaf.GetValueKind() == JsonValueKind.String && leaf.GetValue<string>().Length > 0,
        _ => false,
    };
}
