using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>Converts the untyped values of Microsoft.Extensions.AI to JSON nodes and back.</summary>
internal static class BridgeJson
{
    /// <summary>Converts a value to a node; a value that cannot be written as JSON becomes its text.</summary>
    public static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        JsonElement element => element.ToNode(),
        string text => JsonValue.Create(text),
        _ => ToNode(value, value.GetType()),
    };

    /// <summary>Converts a value to a node, serialised as the given type.</summary>
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

    /// <summary>Converts named values to an object.</summary>
    public static JsonObject ToObject(IEnumerable<KeyValuePair<string, object?>> values)
    {
        var json = new JsonObject();
        foreach (var (name, value) in values) json[name] = ToNode(value);
        return json;
    }

    /// <summary>Converts an object to named elements, which is what clients of Microsoft.Extensions.AI expect.</summary>
    public static Dictionary<string, object?> ToDictionary(JsonObject json)
    {
        var values = new Dictionary<string, object?>();
        foreach (var (name, value) in json) values[name] = value?.ToElement();
        return values;
    }

    /// <summary>Reads a value that the bridge wrote; null if this version does not know its kind.</summary>
    public static T? Read<T>(JsonNode node)
        where T : class
    {
        try
        {
            return (T?)node.ToElement().Deserialize(AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T)));
        }
        catch (Exception ex) when (ex is NotSupportedException or JsonException)
        {
            return null;
        }
    }
}
