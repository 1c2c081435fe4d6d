using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Anthropic;

/// <summary>Converts a JSON schema to the form that Anthropic's structured outputs take, without losing any of it.</summary>
/// <remarks>
/// What the vendor's own helper keeps (@anthropic-ai/sdk 1.14.0) is kept. As there, what the server does not enforce, such as
/// <c>minLength</c>, moves into the description, where the model reads it. What that helper drops is converted to what means the same,
/// and an object that allows unknown members is refused, because the server closes every object.
/// </remarks>
internal static class MessagesSchema
{
    /// <exception cref="LlmException">An object allows members that the schema does not name.</exception>
    public static JsonObject Convert(JsonObject schema) => Convert(schema, "");

    private static JsonObject Convert(JsonObject schema, string path)
    {
        if (schema["type"] is JsonArray types && NeedsSplit(schema)) return Split(schema, types, path);
        var result = new JsonObject();
        var rest = new List<string>();
        foreach (var (name, value) in schema)
        {
            switch (name)
            {
                case "$schema" or "description" or "additionalProperties":
                    break;
                case "$ref":
                    result["$ref"] = value?.ToString().Replace("#/definitions/", "#/$defs/", StringComparison.Ordinal);
                    break;
                case "properties" or "$defs" or "definitions":
                    result[name == "definitions" ? "$defs" : name] = Members(value, $"{path}/{name}");
                    break;
                case "anyOf" or "oneOf" or "allOf":
                    result[name == "allOf" ? name : "anyOf"] = Items(value, $"{path}/{name}");
                    break;
                case "items" when value is JsonObject item:
                    result[name] = Convert(item, $"{path}/{name}");
                    break;
                case "type" or "required" or "enum" or "const" or "title" or "items":
                    result[name] = value?.DeepClone();
                    break;
                case "format" when value?.ToString() is "date-time" or "time" or "date" or "duration" or "email" or "hostname" or "uri"
                    or "ipv4" or "ipv6" or "uuid":
                case "minItems" when value?.ToString() is "0" or "1":
                    result[name] = value.DeepClone();
                    break;
                default:
                    rest.Add($"{name}: {PythonJson.Spaced(value)}");
                    break;
            }
        }

        Close(schema, result, path);
        return Describe(schema.Text("description"), rest, result);
    }

    private static void Close(JsonObject schema, JsonObject result, string path)
    {
        var isObject = schema.Text("type") == "object" || result.ContainsKey("properties");
        if (!schema.TryGetPropertyValue("additionalProperties", out var more))
        {
            if (isObject) result["additionalProperties"] = false;
            return;
        }

        if (more?.GetValueKind() != System.Text.Json.JsonValueKind.False)
        {
            throw new LlmException(
                $"The schema allows members that it does not name, at {path}/additionalProperties, which Anthropic's structured outputs "
                + "cannot do. Name all members, or use a list of objects with a name and a value.");
        }

        result["additionalProperties"] = false;
    }

    /// <summary>Adds the description; beside a reference it needs a place of its own.</summary>
    private static JsonObject Describe(string? description, List<string> rest, JsonObject result)
    {
        var words = rest.Count == 0 ? "" : "{" + string.Join(", ", rest) + "}";
        var text = string.IsNullOrEmpty(description) ? words : words.Length == 0 ? description : description + "\n\n" + words;
        if (result["$ref"] is { } reference && (text.Length > 0 || result.Count > 1))
        {
            result.Remove("$ref");
            var only = new JsonArray(new JsonObject { ["$ref"] = reference.DeepClone() });
            result[result.ContainsKey("anyOf") ? "allOf" : "anyOf"] = only;
        }

        if (text.Length > 0) result["description"] = text;
        return result;
    }

    private static bool NeedsSplit(JsonObject schema) => schema.ContainsKey("items") || schema.ContainsKey("format")
        || schema.ContainsKey("properties") || schema.ContainsKey("required") || schema.ContainsKey("additionalProperties");

    /// <summary>Writes a list of types as alternatives, each with the keywords that are about it.</summary>
    private static JsonObject Split(JsonObject schema, JsonArray types, string path)
    {
        var alternatives = new JsonArray();
        foreach (var type in types)
        {
            var alternative = new JsonObject { ["type"] = type?.DeepClone() };
            foreach (var (name, value) in schema)
            {
                if (OwnerOf(name) is { } owner && owner == type?.ToString()) alternative[name] = value?.DeepClone();
            }

            alternatives.AddNode(alternative);
        }

        var whole = new JsonObject();
        foreach (var (name, value) in schema)
        {
            if (name != "type" && OwnerOf(name) is null) whole[name] = value?.DeepClone();
        }

        whole[whole.ContainsKey("anyOf") ? "allOf" : "anyOf"] = alternatives;
        return Convert(whole, path);
    }

    private static string? OwnerOf(string keyword) => keyword switch
    {
        "items" or "minItems" or "maxItems" => "array",
        "format" or "minLength" or "maxLength" or "pattern" => "string",
        "properties" or "required" or "additionalProperties" => "object",
        _ => null,
    };

    private static JsonObject Members(JsonNode? value, string path)
    {
        var result = new JsonObject();
        foreach (var (name, member) in value as JsonObject ?? [])
            result[name] = member is JsonObject schema ? Convert(schema, $"{path}/{name}") : member?.DeepClone();
        return result;
    }

    private static JsonArray Items(JsonNode? value, string path)
    {
        var result = new JsonArray();
        foreach (var item in value as JsonArray ?? [])
            result.AddNode(item is JsonObject schema ? Convert(schema, $"{path}/{result.Count}") : item?.DeepClone());
        return result;
    }
}
