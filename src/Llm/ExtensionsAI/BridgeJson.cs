using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Turns the loose values of Microsoft.Extensions.AI into nodes and back.</summary>
internal static class BridgeJson
{
    /// <summary>A value as a node; what cannot be written as JSON becomes its text.</summary>
    public static JsonNode? ToNode(object? value) => value switch
    {
        null or JsonElement { ValueKind: JsonValueKind.Undefined } => null,
        JsonNode node => node.DeepClone(),
        JsonElement element => JsonText.Parse(element.GetRawText()),
        string text => JsonValue.Create(text),
        _ => ToNode(value, value.GetType()),
    };

    /// <summary>A value as a node, written as the declared type.</summary>
    public static JsonNode? ToNode(object value, Type type)
    {
        try
        {
            return JsonText.Parse(JsonSerializer.SerializeToUtf8Bytes(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(type)));
        }
        catch (Exception ex) when (ex is NotSupportedException or JsonException or InvalidOperationException)
        {
            return JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A bag of values as an object.</summary>
    public static JsonObject ToObject(IEnumerable<KeyValuePair<string, object?>> values)
    {
        var json = new JsonObject();
        foreach (var (name, value) in values) json[name] = ToNode(value);
        return json;
    }

    /// <summary>An object as a bag whose values are elements, which is what clients of Microsoft.Extensions.AI expect.</summary>
    public static Dictionary<string, object?> ToBag(JsonObject json)
    {
        var bag = new Dictionary<string, object?>();
        foreach (var (name, value) in json) bag[name] = value is null ? null : ToElement(value);
        return bag;
    }

    public static JsonElement ToElement(JsonNode node) => JsonElement.Parse(PythonJson.Compact(node));

    /// <summary>Reads what the bridge wrote; null if it is of a kind that this version does not know.</summary>
    public static T? Read<T>(JsonNode node)
        where T : class
    {
        try
        {
            return (T?)ToElement(node).Deserialize(AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T)));
        }
        catch (Exception ex) when (ex is NotSupportedException or JsonException)
        {
            return null;
        }
    }
}
