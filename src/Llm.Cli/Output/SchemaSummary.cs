using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Cli.Output;

/// <summary>Lists the names of properties in a schema on one line: <c>{name, tags: [], owner: {name}}</c>.</summary>
internal static class SchemaSummary
{
    public static string Of(JsonNode? schema)
    {
        if (schema is not JsonObject map) return "";
        return map.Text("type") switch
        {
            "object" => $"{{{string.Join(", ", Properties(map))}}}",
            "array" => Of(map["items"]),
            _ => "",
        };
    }

    private static IEnumerable<string> Properties(JsonObject schema) =>
        (schema["properties"] as JsonObject ?? []).Select(property => Of(property.Key, property.Value as JsonObject));

    private static string Of(string name, JsonObject? property) => property?.Text("type") switch
    {
        "array" => $"{name}: [{Of(property["items"])}]",
        "object" => $"{name}: {Of(property)}",
        _ => name,
    };
}
