using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Cli.Output;

/// <summary>The names in a schema on one line: <c>{name, tags: [], owner: {name}}</c>.</summary>
internal static class SchemaSummary
{
    public static string Of(JsonNode? schema)
    {
        if (schema is not JsonObject map) return "";
        return map.Text("type") switch
        {
            "object" => $"{{{string.Join(", ", (map["properties"] as JsonObject ?? []).Select(property => Of(property.Key, property.Value as JsonObject)))}}}",
            "array" => Of(map["items"]),
            _ => "",
        };
    }

    private static string Of(string name, JsonObject? property) => property?.Text("type") switch
    {
        "array" => $"{name}: [{Of(property["items"])}]",
        "object" => $"{name}: {Of(property)}",
        _ => name,
    };
}
