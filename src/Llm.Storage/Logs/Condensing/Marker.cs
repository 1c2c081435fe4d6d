using System.Text.Json.Nodes;

namespace Llm.Storage.Logs.Condensing;

/// <summary>The objects with one key that have a special meaning in a condensed payload.</summary>
internal static class Marker
{
    /// <summary>The key of a reference to a replacement, which is used as it is or as the base of a merge.</summary>
    public const string Reference = "$";

    /// <summary>The key of a text that consists of pieces.</summary>
    public const string Pieces = "$r";

    /// <summary>The key of an escaped object, which only looks like a marker in the payload.</summary>
    public const string Raw = "$raw";

    /// <summary>Creates a reference to a replacement.</summary>
    public static JsonObject To(string key) => new() { [Reference] = key };

    /// <summary>Whether the object has the form of a marker; if so, returns its key and value.</summary>
    public static bool Is(JsonObject map, out string key, out JsonNode? value)
    {
        (key, value) = ("", null);
        if (map.Count != 1) return false;
        (key, value) = map.GetAt(0);
        return key is Reference or Pieces or Raw;
    }
}
