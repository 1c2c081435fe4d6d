using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Mcp;

/// <summary>Reads members that servers send in other types than the protocol wants, where the meaning is plain.</summary>
internal static class LenientJson
{
    /// <summary>The member as a whole number, also if it is a text or has a fraction of zero; null if it is none.</summary>
    public static long? Number(this JsonObject json, string name) => json[name] is JsonValue value
        && value.GetValueKind() is JsonValueKind.Number or JsonValueKind.String
        && decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number == decimal.Truncate(number) && Math.Abs(number) <= long.MaxValue
            ? (long)number
            : null;

    /// <summary>The member as a number, also if it is a text; null if it is none.</summary>
    public static double? Real(this JsonObject json, string name) =>
        double.TryParse(json.Scalar(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The member as a text, also if it is a number or a Boolean; null if it is missing, null or not a single value.</summary>
    public static string? Scalar(this JsonObject json, string name) => json[name] switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value => PythonJson.Spaced(value),
        _ => null,
    };

    /// <summary>Whether the member is true, also as a text.</summary>
    public static bool IsTrue(this JsonObject json, string name) =>
        string.Equals(json.Scalar(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The objects of a member that is a list, or the object itself; none for anything else.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonObject json, string name) => json[name] switch
    {
        JsonArray list => list.OfType<JsonObject>(),
        JsonObject single => [single],
        _ => [],
    };
}
