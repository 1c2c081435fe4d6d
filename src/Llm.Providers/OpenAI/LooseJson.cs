using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.OpenAI;

/// <summary>Reads members that compatible servers write in several ways.</summary>
internal static class LooseJson
{
    /// <summary>A member that is a position, as a number or as text; null if it is neither.</summary>
    public static int? Position(this JsonElement json, string name) => json.Integer(name)
        ?? (int.TryParse(json.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null);

    /// <summary>A member that is a number, as a number or as text; null if it is neither.</summary>
    public static double? Number(this JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number) return value.GetDouble();
        return value.ValueKind == JsonValueKind.String
            && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>A member that is text; null if it is empty, which stands for none.</summary>
    public static string? Given(this JsonElement json, string name) => json.Text(name) is { Length: > 0 } text ? text : null;

    /// <inheritdoc cref="Given(JsonElement, string)"/>
    public static string? Given(this JsonObject json, string name) => json.Text(name) is { Length: > 0 } text ? text : null;
}
