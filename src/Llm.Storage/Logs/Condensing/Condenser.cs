using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs.Condensing;

/// <summary>Replaces repeated values in a payload by references, in the format of condense-json 1.1.</summary>
internal sealed class Condenser
{
    private readonly ReplacementIndex index;
    private readonly Dictionary<JsonNode, string> canonical = new(ReferenceEqualityComparer.Instance);

    private Condenser(ReplacementIndex index) => this.index = index;

    /// <summary>Returns the payload with references; <see cref="Expander"/> restores it.</summary>
    public static JsonNode? Condense(JsonNode? payload, ReplacementTable table) => new Condenser(table.Index).Visit(payload);

    private JsonNode? Visit(JsonNode? node)
    {
        switch (node)
        {
            case null:
                return null;
            case JsonObject map:
                return index.KeyOf(map, Canonical) is { } key ? Marker.To(key) : VisitObject(map);
            case JsonArray list:
                return index.KeyOf(list, Canonical) is { } whole ? Marker.To(whole) : new JsonArray([.. list.Select(Visit)]);
            default:
                return node.GetValueKind() == JsonValueKind.String ? VisitText(node.GetValue<string>()) : node.DeepClone();
        }
    }

    private JsonObject VisitObject(JsonObject map)
    {
        var plain = new JsonObject();
        foreach (var (name, value) in map) plain[name] = Visit(value);
        var escaped = Marker.Is(map, out _, out _);
        var merge = BestMerge(map, plain, escaped);
        if (merge is not null) return merge;
        return escaped ? new JsonObject { [Marker.Raw] = plain } : plain;
    }

    /// <summary>
    /// Finds the shortest form of the object as changes to a base; returns null if no such form is shorter than the object.
    /// </summary>
    private JsonObject? BestMerge(JsonObject map, JsonObject plain, bool escaped)
    {
        var bases = index.Bases.Where(candidate => candidate.Resembles(map)).ToList();
        if (bases.Count == 0) return null;

        var sizes = new Dictionary<string, int>();
        foreach (var (name, value) in plain) sizes[name] = Size(value);
        int ObjectSize(IReadOnlyCollection<string> keys) => 2 + keys.Sum(key => KeySize(key) + sizes[key]) + Math.Max(0, keys.Count - 1);
        var bestSize = ObjectSize(sizes.Keys) + (escaped ? "{\"$raw\":}".Length : 0);
        (MergeBase Base, List<string> Changed, List<string> Missing)? best = null;
        foreach (var candidate in bases)
        {
            var changed = candidate.Changed(map, Canonical);
            var missing = candidate.Missing(map);
            var size = "{\"$\":{\"m\":}}".Length + Size(candidate.Key);
            if (changed.Count > 0) size += ",\"u\":".Length + ObjectSize(changed);
            if (missing.Count > 0) size += ",\"d\":[]".Length + missing.Sum(key => Size(key)) + missing.Count - 1;
            if (size < bestSize) (bestSize, best) = (size, (candidate, changed, missing));
        }

        return best is { } found ? Merge(found.Base, plain, found.Changed, found.Missing) : null;
    }

    private static JsonObject Merge(MergeBase source, JsonObject plain, List<string> changed, List<string> missing)
    {
        var merge = new JsonObject { ["m"] = source.Key };
        if (changed.Count > 0)
        {
            var updates = new JsonObject();
            foreach (var key in changed)
            {
                var value = plain[key];
                plain.Remove(key);
                updates[key] = value;
            }

            merge["u"] = updates;
        }

        if (missing.Count > 0) merge["d"] = new JsonArray([.. missing.Select(key => JsonValue.Create(key))]);
        return new JsonObject { [Marker.Reference] = merge };
    }

    private JsonNode VisitText(string text)
    {
        var pieces = new List<JsonNode?>();
        var start = 0;
        while (FirstMatch(text, start) is var (at, found))
        {
            if (at > start) pieces.Add(text[start..at]);
            pieces.Add(Marker.To(index.KeyOf(found)));
            start = at + found.Length;
        }

        if (pieces.Count == 0) return text;
        if (start < text.Length) pieces.Add(text[start..]);
        // A text that consists of one replacement becomes the reference itself.
        return pieces is [JsonObject only] ? only : new JsonObject { [Marker.Pieces] = new JsonArray([.. pieces]) };
    }

    /// <summary>Finds the first position at which a replacement occurs and the longest replacement there.</summary>
    private (int At, string Found)? FirstMatch(string text, int start)
    {
        (int At, string Found)? first = null;
        var end = text.Length;
        foreach (var candidate in index.Texts)
        {
            // The texts are sorted by length, longest first, so a later one counts only before the position found so far.
            var limit = Math.Min(text.Length, first is null ? end : end + candidate.Length - 1);
            var at = text.AsSpan(start, limit - start).IndexOf(candidate, StringComparison.Ordinal);
            if (at < 0) continue;
            first = (start + at, candidate);
            end = start + at;
        }

        return first;
    }

    private string Canonical(JsonNode? node)
    {
        if (node is null) return "null";
        if (!canonical.TryGetValue(node, out var text)) canonical[node] = text = PythonJson.Canonical(node);
        return text;
    }

    private static int KeySize(string key) => Size(key) + 1;

    // Python counts code points.
    private static int Size(JsonNode? node)
    {
        var text = PythonJson.CompactUnescaped(node);
        return text.Length - text.Count(char.IsLowSurrogate);
    }
}
