using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.OpenAI;

/// <summary>Trims payloads before they are stored, as the Python tool does.</summary>
internal static class PayloadTrimming
{
    /// <summary>Copies a payload without null members and objects that contain only those; null items of arrays are kept.</summary>
    public static JsonNode WithoutNulls(JsonNode payload)
    {
        if (payload is not JsonObject map) return payload.DeepClone();
        var result = new JsonObject();
        foreach (var (name, value) in map)
        {
            switch (value)
            {
                case null:
                    break;
                case JsonObject inner:
                    if (WithoutNulls(inner) is JsonObject { Count: > 0 } kept) result[name] = kept;
                    break;
                case JsonArray list:
                    result[name] = new JsonArray([.. list.Select(item => item is null ? null : WithoutNulls(item))]);
                    break;
                default:
                    result[name] = value.DeepClone();
                    break;
            }
        }

        return result;
    }

    /// <summary>Copies a payload without members that are zero, false, null or empty objects.</summary>
    public static JsonObject WithoutZeros(JsonObject payload)
    {
        var result = new JsonObject();
        foreach (var (name, value) in payload)
        {
            switch (value)
            {
                case null:
                case JsonValue number when number.GetValueKind() == JsonValueKind.Number
                    && double.Parse(PythonNumber.Format(number), CultureInfo.InvariantCulture) == 0:
                case JsonValue flag when flag.GetValueKind() == JsonValueKind.False:
                    break;
                case JsonObject inner:
                    if (WithoutZeros(inner) is { Count: > 0 } kept) result[name] = kept;
                    break;
                default:
                    result[name] = value.DeepClone();
                    break;
            }
        }

        return result;
    }
}
