using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm.Json;

/// <summary>Forgiving reads of members, for data that another program wrote, and what nodes lack under ahead-of-time compilation.</summary>
public static class JsonReading
{
    /// <summary>The member as text; null if it is missing or something else.</summary>
    public static string? Text(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>Whether the member is there and true.</summary>
    public static bool Flag(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <summary>The member as a 32-bit integer; null if it is missing or something else.</summary>
    public static int? Integer(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            && int.TryParse(PythonNumber.Format(value), out var number)
            ? number
            : null;

    /// <summary>A copy of the member if it is an object, to be put elsewhere.</summary>
    public static JsonObject? CopyObject(this JsonObject json, string name) => (json[name] as JsonObject)?.DeepClone().AsObject();

    /// <summary>Adds an item; <see cref="JsonArray.Add{T}"/> would take an object by reflection.</summary>
    public static void AddNode(this JsonArray array, JsonNode? item) => array.Add(item);
}
