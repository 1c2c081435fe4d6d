using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>Checks JSON against a schema: types, required and unknown members, enums, lists, alternatives and references.</summary>
/// <remarks>Keywords that restrict a value further, such as <c>pattern</c> or <c>minimum</c>, are left to the provider.</remarks>
internal static class SchemaCheck
{
    /// <summary>The first mismatch, such as <c>$.age should be integer, not string</c>; null if there is none.</summary>
    public static string? FindError(JsonNode? value, JsonObject schema) => FindError(value, schema, "$", new Root(schema, []));

    private static string? FindError(JsonNode? value, JsonNode? node, string path, Root root)
    {
        if (node is not JsonObject schema) return null;
        if (schema.Text("$ref") is { } reference)
        {
            // A reference that leads back to itself for the same value adds no condition.
            if (!root.Open.Add((reference, path))) return null;
            var error = FindError(value, Follow(root.Schema, reference), path, root);
            root.Open.Remove((reference, path));
            return error;
        }

        if (schema["anyOf"] is JsonArray choices)
        {
            var errors = choices.Select(choice => FindError(value, choice, path, root)).ToList();
            if (errors.TrueForAll(error => error is not null)) return errors[0];
        }

        if (schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)))
        {
            return $"{path} should be one of {string.Join(", ", words.Select(word => word?.ToJsonString() ?? "null"))}, not {Shown(value)}";
        }

        var types = schema["type"] switch
        {
            JsonArray several => [.. several.Select(type => type!.GetValue<string>())],
            JsonValue one => [one.GetValue<string>()],
            _ => (string[])[],
        };
        if (types.Length > 0 && !types.Any(type => IsOf(type, value)))
            return $"{path} should be {string.Join(" or ", types)}, not {TypeOf(value)}";
        return value switch
        {
            JsonObject members => FindErrorInMembers(members, schema, path, root),
            JsonArray items =>
                items.Select(
                    (item, i) => FindError(item, schema["items"], $"{path}[{i}]", root)).FirstOrDefault(error => error is not null),
            _ => null,
        };
    }

    private static string? FindErrorInMembers(JsonObject members, JsonObject schema, string path, Root root)
    {
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>()))
        {
            if (!members.ContainsKey(name)) return $"{path}.{name} is missing";
        }

        foreach (var (name, value) in members)
        {
            var known = schema["properties"]?[name];
            var others = schema["additionalProperties"];
            if (known is null && others is JsonValue allowed && allowed.GetValueKind() == JsonValueKind.False)
                return $"{path}.{name} is not expected";
            if (FindError(value, known ?? others, $"{path}.{name}", root) is { } error) return error;
        }

        return null;
    }

    /// <summary>The whole schema, and the references that are being followed, each with the path of its value.</summary>
    private sealed record Root(JsonObject Schema, HashSet<(string Reference, string Path)> Open);

    private static JsonNode? Follow(JsonObject root, string reference)
    {
        JsonNode? node = root;
        foreach (var step in reference.Split('/').Skip(1))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = node is JsonArray array && int.TryParse(name, out var index)
                ? array.ElementAtOrDefault(index)
                : (node as JsonObject)?[name];
        }

        return node;
    }

    private static bool IsOf(string type, JsonNode? value) => type == TypeOf(value) || (type == "number" && TypeOf(value) == "integer");

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        // 3.0 is an integer in JSON Schema.
        _ => decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number) ? "integer" : "number",
    };

    private static string Shown(JsonNode? value)
    {
        var text = value?.ToJsonString() ?? "null";
        return text.Length > 40 ? text[..40] + "…" : text;
    }
}
