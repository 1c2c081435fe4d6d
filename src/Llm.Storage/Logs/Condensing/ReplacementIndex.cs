using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs.Condensing;

/// <summary>
/// Finds replacements by value: texts match inside other texts, objects and arrays match as a whole. The first key of equal values is used.
/// </summary>
internal sealed class ReplacementIndex
{
    private readonly Dictionary<string, string> keyByText = [];
    private readonly Dictionary<string, string> keyByCanonical = [];
    private readonly HashSet<string> shapes = [];
    private readonly List<MergeBase> bases = [];

    /// <summary>Creates the index of these values.</summary>
    public ReplacementIndex(IEnumerable<KeyValuePair<string, JsonNode>> values)
    {
        foreach (var (key, value) in values)
        {
            if (value is JsonValue text) keyByText.TryAdd(text.GetValue<string>(), key);
            else AddContainer(key, value);
        }

        Texts = [.. keyByText.Keys.OrderByDescending(text => text.Length)];
    }

    /// <summary>The texts, longest first.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>The objects that can be the base of a merge.</summary>
    public IReadOnlyList<MergeBase> Bases => bases;

    /// <summary>Returns the key of a text.</summary>
    public string KeyOf(string text) => keyByText[text];

    /// <summary>Returns the key of an object or array that equals the node; null if there is none.</summary>
    /// <param name="node">An object or array.</param>
    /// <param name="canonical">Returns the canonical text of the node; it is called only if the size of the node allows a match.</param>
    public string? KeyOf(JsonNode node, Func<JsonNode, string> canonical) =>
        shapes.Contains(Shape(node)) ? keyByCanonical.GetValueOrDefault(canonical(node)) : null;

    private void AddContainer(string key, JsonNode value)
    {
        if (!keyByCanonical.TryAdd(PythonJson.Canonical(value), key)) return;
        shapes.Add(Shape(value));
        if (value is JsonObject map) bases.Add(new MergeBase(key, map));
    }

    private static string Shape(JsonNode node) => node is JsonObject map ? $"object {map.Count}" : $"array {node.AsArray().Count}";
}
