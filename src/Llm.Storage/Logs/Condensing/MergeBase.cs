using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs.Condensing;

/// <summary>A replacement that other objects can be written as changes of.</summary>
internal sealed class MergeBase(string key, JsonObject value)
{
    private readonly Dictionary<string, string> canonical = CanonicalValues(value);

    /// <summary>The replacement's key.</summary>
    public string Key => key;

    /// <summary>Whether at least two of the object's keys are here too; with fewer a merge never pays.</summary>
    public bool Resembles(JsonObject map)
    {
        var shared = 0;
        foreach (var (name, _) in map)
        {
            if (canonical.ContainsKey(name) && ++shared == 2) return true;
        }

        return false;
    }

    /// <summary>The keys of the object that are new or have another value.</summary>
    public List<string> Changed(JsonObject map, Func<JsonNode?, string> canonical)
    {
        var names = new List<string>();
        foreach (var (name, item) in map)
        {
            if (!this.canonical.TryGetValue(name, out var own) || own != canonical(item)) names.Add(name);
        }

        return names;
    }

    /// <summary>The keys that the object lacks.</summary>
    public List<string> Missing(JsonObject map) => [.. canonical.Keys.Where(name => !map.ContainsKey(name))];

    private static Dictionary<string, string> CanonicalValues(JsonObject value)
    {
        // Every logged prompt comes by here: queries over pairs would be compiled at run time.
        var texts = new Dictionary<string, string>();
        foreach (var (name, item) in value) texts[name] = PythonJson.Canonical(item);
        return texts;
    }
}
