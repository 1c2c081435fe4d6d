using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs.Condensing;

/// <summary>A replacement object; similar objects can be written as changes to it.</summary>
internal sealed class MergeBase(string key, JsonObject value)
{
    private readonly Dictionary<string, string> canonical = CanonicalValues(value);

    /// <summary>The key of the replacement.</summary>
    public string Key => key;

    /// <summary>Whether the objects have at least two keys in common; with fewer, a merge never saves space.</summary>
    public bool Resembles(JsonObject map)
    {
        var shared = 0;
        foreach (var (name, _) in map)
        {
            if (canonical.ContainsKey(name) && ++shared == 2) return true;
        }

        return false;
    }

    /// <summary>Returns the keys of the object that the base lacks or for which it has another value.</summary>
    public List<string> Changed(JsonObject map, Func<JsonNode?, string> canonical)
    {
        var names = new List<string>();
        foreach (var (name, item) in map)
        {
            if (!this.canonical.TryGetValue(name, out var own) || own != canonical(item)) names.Add(name);
        }

        return names;
    }

    /// <summary>Returns the keys of the base that the object lacks.</summary>
    public List<string> Missing(JsonObject map) => [.. canonical.Keys.Where(name => !map.ContainsKey(name))];

    private static Dictionary<string, string> CanonicalValues(JsonObject value)
    {
        // Every logged prompt runs this, and LINQ over key-value pairs would be compiled at run time.
        var texts = new Dictionary<string, string>();
        foreach (var (name, item) in value) texts[name] = PythonJson.Canonical(item);
        return texts;
    }
}
