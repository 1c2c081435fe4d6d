using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm.Storage.Logs.Condensing;

/// <summary>The values that references in a payload can refer to, by key.</summary>
/// <remarks>Values other than non-empty texts, objects and arrays are ignored.</remarks>
internal sealed class ReplacementTable
{
    private readonly OrderedDictionary<string, JsonNode> values = [];

    /// <summary>Creates the table from entries; their order matters.</summary>
    public ReplacementTable(IEnumerable<KeyValuePair<string, JsonNode?>> entries)
    {
        foreach (var (key, value) in entries)
        {
            if (IsUsable(value)) values[key] = value!;
        }
    }

    /// <summary>Finds keys by value. Only condensing needs it, so it is created at the first use.</summary>
    public ReplacementIndex Index => field ??= new ReplacementIndex(values);

    /// <summary>Returns the value of a key; null if there is none.</summary>
    public JsonNode? Find(string key) => values.GetValueOrDefault(key);

    private static bool IsUsable(JsonNode? value) => value switch
    {
        JsonObject map => map.Count > 0,
        JsonArray list => list.Count > 0,
        JsonValue leaf => leaf.GetValueKind() == JsonValueKind.String && leaf.GetValue<string>().Length > 0,
        _ => false,
    };
}
