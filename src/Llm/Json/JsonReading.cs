using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Llm.Json;

/// <summary>
/// Reads members of nodes and elements leniently, for data that another program wrote, and adds what nodes lack under ahead-of-time
/// compilation.
/// </summary>
public static class JsonReading
{
    /// <summary>The member as text; null if it is missing or of another type.</summary>
    public static string? Text(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <inheritdoc cref="Text(JsonObject, string)"/>
    public static string? Text(this JsonElement json, string name) =>
        Member(json, name, JsonValueKind.String) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>Whether the member exists and is true.</summary>
    public static bool Flag(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <summary>
    /// The member as a 32-bit integer, which some programs write as <c>7.0</c>; null if it is missing, has a fraction or is of another
    /// type.
    /// </summary>
    public static int? Integer(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? Whole(PythonNumber.Format(value)) : null;

    /// <inheritdoc cref="Integer(JsonObject, string)"/>
    public static int? Integer(this JsonElement json, string name) =>
        Member(json, name, JsonValueKind.Number) is { ValueKind: JsonValueKind.Number } value
            ? value.TryGetInt32(out var number) ? number : Whole(value.GetRawText())
            : null;

    /// <summary>The member as an object; undefined if it is missing or of another type.</summary>
    public static JsonElement Object(this JsonElement json, string name) => Member(json, name, JsonValueKind.Object);

    /// <summary>The items of a member that is an array; none if it is missing or of another type.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        Member(json, name, JsonValueKind.Array) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A copy of a member that is an object; null if it is missing or of another type.</summary>
    public static JsonObject? CopyObject(this JsonObject json, string name) => (json[name] as JsonObject)?.DeepClone().AsObject();

    /// <inheritdoc cref="CopyObject(JsonObject, string)"/>
    public static JsonObject? CopyObject(this JsonElement json, string name) => json.Object(name).ToNode() as JsonObject;

    /// <summary>Converts an element to a node; an undefined element becomes null.</summary>
    public static JsonNode? ToNode(this JsonElement json) =>
        json.ValueKind == JsonValueKind.Undefined ? null : JsonText.Parse(JsonMarshal.GetRawUtf8Value(json));

    /// <summary>Converts a node to an element.</summary>
    public static JsonElement ToElement(this JsonNode json) =>
        JsonText.ParseElement(Encoding.UTF8.GetBytes(PythonJson.CompactUnescaped(json)));

    /// <summary>Adds an item; <see cref="JsonArray.Add{T}"/> would use reflection for an object.</summary>
    public static void AddNode(this JsonArray array, JsonNode? item) => array.Add(item);

    private static JsonElement Member(JsonElement json, string name, JsonValueKind kind) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : default;

    private static int? Whole(string literal) =>
        int.TryParse(literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : double.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
            && real == Math.Truncate(real) && real is >= int.MinValue and <= int.MaxValue ? (int)real
        : null;
}
