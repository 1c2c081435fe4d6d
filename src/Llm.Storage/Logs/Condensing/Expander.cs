using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Storage.Logs.Condensing;

/// <summary>Restores payloads that <see cref="Condenser"/> condensed.</summary>
internal sealed class Expander
{
    private readonly ReplacementTable table;

    private Expander(ReplacementTable table) => this.table = table;

    /// <summary>Returns the original payload, which shares no nodes with the table.</summary>
    /// <exception cref="CondensedJsonException">A reference is unknown or malformed.</exception>
    public static JsonNode? Expand(JsonNode? condensed, ReplacementTable table) => new Expander(table).Visit(condensed);

    private JsonNode? Visit(JsonNode? node) => node switch
    {
        JsonObject map when Marker.Is(map, out var key, out var value) => key switch
        {
            Marker.Raw => value is JsonObject raw ? VisitEntries(raw) : Visit(value),
            Marker.Reference => value is JsonObject merge ? Merge(merge) : Find(value).DeepClone(),
            _ => Join(value),
        },
        JsonObject map => VisitEntries(map),
        JsonArray list => new JsonArray([.. list.Select(Visit)]),
        _ => node?.DeepClone(),
    };

    private JsonObject VisitEntries(JsonObject map) => new(map.Select(entry => KeyValuePair.Create(entry.Key, Visit(entry.Value))));

    private JsonNode Find(JsonNode? key) =>
        (TextOf(key) is { } name ? table.Find(name) : null)
            ?? throw new CondensedJsonException($"Unknown replacement id: {PythonRepr.Format(key)}");

    private string Join(JsonNode? value)
    {
        if (value is not JsonArray pieces)
            throw new CondensedJsonException($"\"$r\" value must be a list of segments, got: {PythonRepr.Format(value)}");
        var text = new StringBuilder();
        foreach (var piece in pieces) text.Append(Piece(piece));
        return text.ToString();
    }

    private string Piece(JsonNode? piece)
    {
        if (TextOf(piece) is { } literal) return literal;
        if (piece is not JsonObject map || !Marker.Is(map, out var marker, out var key) || marker != Marker.Reference)
            throw new CondensedJsonException($"Invalid \"$r\" segment: {PythonRepr.Format(piece)}");
        if (key is JsonObject)
            throw new CondensedJsonException($"Merge reference is not valid in a \"$r\" segment: {PythonRepr.Format(key)}");
        return TextOf(Find(key)) ?? throw new CondensedJsonException(
            $"Non-string replacement id in \"$r\" segment: {PythonRepr.Format(key)}");
    }

    private JsonObject Merge(JsonObject merge)
    {
        if (!merge.ContainsKey("m") || merge.Any(entry => entry.Key is not ("m" or "u" or "d")))
            throw new CondensedJsonException($"Invalid merge reference: {PythonRepr.Format(merge)}");
        if (TextOf(merge["m"]) is not { } key || table.Find(key) is not JsonObject source)
            throw new CondensedJsonException($"Merge base must be a dict replacement: {PythonRepr.Format(merge["m"])}");

        var result = source.DeepClone().AsObject();
        if (merge.TryGetPropertyValue("d", out var missing)) Remove(result, missing);
        if (!merge.TryGetPropertyValue("u", out var changed)) return result;
        if (changed is not JsonObject updates)
            throw new CondensedJsonException($"\"u\" must be a dict of updates: {PythonRepr.Format(changed)}");
        foreach (var (name, value) in updates) result[name] = Visit(value);
        return result;
    }

    private static void Remove(JsonObject result, JsonNode? missing)
    {
        if (missing is not JsonArray keys) throw new CondensedJsonException($"\"d\" must be a list of keys: {PythonRepr.Format(missing)}");
        foreach (var key in keys)
        {
            if (TextOf(key) is not { } name || !result.Remove(name))
                throw new CondensedJsonException($"Merge deletion of a key the base does not have: {PythonRepr.Format(key)}");
        }
    }

    private static string? TextOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}

/// <summary>The exception that is thrown if a condensed payload is malformed or refers to something that is missing.</summary>
/// <remarks>The messages are those of <c>UncondenseError</c> in Python's condense-json 1.1.</remarks>
public sealed class CondensedJsonException(string message) : LlmException(message);
