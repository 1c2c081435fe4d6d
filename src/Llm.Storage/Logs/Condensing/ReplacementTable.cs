using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs.Condensing;

/// <summary>What the parts of a payload may be replaced with: texts match inside texts, objects and arrays match as a whole.</summary>
/// <remarks>Of equal values the first key counts. Everything but non-empty texts, objects and arrays is ignored.</remarks>
internal sealed class ReplacementTable
{
    private readonly Dictionary<string, JsonNode> _values = [];
    private readonly Dictionary<string, string> _keyByText = [];
    private readonly Dictionary<string, string> _keyByCanonical = [];
    private readonly HashSet<(JsonValueKind, int)> _shapes = [];
    private readonly List<MergeBase> _bases = [];

    /// <summary>The table with these entries, in this order.</summary>
    public ReplacementTable(IEnumerable<KeyValuePair<string, JsonNode?>> entries)
    {
        foreach (var (key, value) in entries) Add(key, value);
        Texts = [.. _keyByText.Keys.OrderByDescending(text => text.Length)];
    }

    /// <summary>The texts, longest first.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>The objects that others can be written as changes of.</summary>
    public IReadOnlyList<MergeBase> Bases => _bases;

    /// <summary>The key of a text.</summary>
    public string KeyOf(string text) => _keyByText[text];

    /// <summary>The key of an object or array that equals the node; null if there is none.</summary>
    /// <param name="node">An object or array.</param>
    /// <param name="canonical">Its canonical text, asked for only when the node's size makes a match possible.</param>
    public string? KeyOf(JsonNode node, Func<JsonNode, string> canonical) =>
        _shapes.Contains(Shape(node)) ? _keyByCanonical.GetValueOrDefault(canonical(node)) : null;

    /// <summary>The value of a key; null if there is none.</summary>
    public JsonNode? Find(string key) => _values.GetValueOrDefault(key);

    private void Add(string key, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } or JsonArray { Count: > 0 }:
                _values[key] = value;
                var canonical = PythonJson.Canonical(value);
                if (!_keyByCanonical.TryAdd(canonical, key)) return;
                _shapes.Add(Shape(value));
                if (value is JsonObject map) _bases.Add(new MergeBase(key, map));
                break;
            case JsonValue text when text.GetValueKind() == JsonValueKind.String && text.GetValue<string>().Length > 0:
                _values[key] = value;
                _keyByText.TryAdd(text.GetValue<string>(), key);
                break;
        }
    }

    private static (JsonValueKind, int) Shape(JsonNode node) =>
        node is JsonObject map ? (JsonValueKind.Object, map.Count) : (JsonValueKind.Array, node.AsArray().Count);
}
