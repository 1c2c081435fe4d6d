using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>The concise notation for schemas: <c>name, age int, bio: a short text</c>, or one field per line.</summary>
public static class SchemaDsl
{
    /// <summary>Creates the JSON schema of an object whose fields are all required.</summary>
    /// <exception cref="LlmException">A field has no name.</exception>
    public static JsonObject Parse(string text)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var field in text.Split(
            text.Contains('\n', StringComparison.Ordinal) ? '\n' : ',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = field.IndexOf(':', StringComparison.Ordinal);
            var words = (colon < 0 ? field : field[..colon]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) throw new LlmException($"Invalid schema DSL: field '{field}' is missing a name before ':'");
            var property = new JsonObject { ["type"] = TypeOf(words.Length > 1 ? words[1] : "str") };
            var description = colon < 0 ? "" : field[(colon + 1)..].Trim();
            if (description.Length > 0) property["description"] = description;
            properties[words[0]] = property;
            required.AddNode(words[0]);
        }

        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required };
    }

    /// <summary>Wraps a schema so that the answer is a list of such objects under <c>items</c>.</summary>
    public static JsonObject Multiple(JsonObject schema) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["items"] = new JsonObject { ["type"] = "array", ["items"] = schema.DeepClone() } },
        ["required"] = new JsonArray("items"),
    };

    private static string TypeOf(string word) => word switch
    {
        "int" => "integer",
        "float" => "number",
        "bool" => "boolean",
        _ => "string",
    };
}
