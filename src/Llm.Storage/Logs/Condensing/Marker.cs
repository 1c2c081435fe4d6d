using System.Text.Json.Nodes;

namespace Llm.Storage.Logs.Condensing;

/// <summary>The objects with one key that mean something in a condensed payload.</summary>
internal static class Marker
{
    /// <summary>Stands for a replacement, whole or as the base of a merge.</summary>
    public const string Reference = "$";

    /// <summary>A text made of pieces.</summary>
    public const string Pieces = "$r";

    /// <summary>An object of the payload that only looks like a marker.</summary>
    public const string Raw = "$raw";

    /// <summary>A new reference to a replacement.</summary>
    public static JsonObject To(string key) => new() { [Reference] = key };

    /// <summary>The key and the value if the object has the form of a marker.</summary>
    public static bool Is(JsonObject map, out string key, out JsonNode? value)
    {
        (key, value) = ("", null);
        if (map.Count != 1) return false;
        (key, value) = map.GetAt(0);
        return key is Reference or Pieces or Raw;
    }
}
