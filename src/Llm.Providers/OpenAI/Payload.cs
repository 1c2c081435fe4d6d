using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI;

/// <summary>Trims payloads before they are kept, as the Python tool does.</summary>
internal static class Payload
{
    /// <summary>A copy without null members and without objects that hold nothing else; null items of arrays stay.</summary>
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

    /// <summary>A copy without members that are zero, false, null or empty objects.</summary>
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

    /// <summary>A streamed element as a node that can be kept and changed; null if it is missing.</summary>
    public static JsonNode? ToNode(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? null : JsonText.Parse(element.GetRawText());

    /// <summary>A copy of a member that is an object; null if it is missing or something else.</summary>
    public static JsonObject? ObjectNode(this JsonElement element, string name) => element.Object(name).ToNode() as JsonObject;

    /// <summary>A member that is a small whole number; null if it is missing or something else.</summary>
    public static int? Integer(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var number)
            ? number
            : null;

    /// <summary>A member that is text; null if it is missing or something else.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>A member that is an object; undefined if it is missing or something else.</summary>
    public static JsonElement Object(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? value
            : default;

    /// <summary>The items of a member that is an array; none if it is missing or something else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : [];

    /// <summary>A node as an element, to be read like a streamed one.</summary>
    public static JsonElement ToElement(this JsonNode node) =>
        JsonText.ParseElement(Encoding.UTF8.GetBytes(PythonJson.CompactUnescaped(node)));

    /// <summary>The first of the answers that a whole answer holds.</summary>
    /// <exception cref="LlmException">There is none: this is something else.</exception>
    public static JsonElement FirstChoice(JsonElement answer)
    {
        var choice = answer.Items("choices").FirstOrDefault();
        return choice.ValueKind == JsonValueKind.Object ? choice : throw ProviderErrors.NoAnswer(answer.GetRawText());
    }

    /// <summary>Throws what a server tells inside an answer that began well.</summary>
    public static void ThrowIfError(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(
            "error", out var error) || error.ValueKind == JsonValueKind.Null) return;
        throw new LlmException(
            error.Text("message") ?? (error.ValueKind == JsonValueKind.String ? error.GetString()! : PythonRepr.Of(error.ToNode())));
    }
}
