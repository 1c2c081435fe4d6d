using System.Collections;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>Writes a tool as a Python signature: <c>area(width: int, height: float = 2.5) -> float</c>.</summary>
internal static class ToolSignature
{
    public static string Of(string name, JsonObject schema, string? returnType)
    {
        var parameters = (schema["properties"] as JsonObject ?? []).Select(property =>
        {
            var text = $"{property.Key}: {ToolTypes.NameOf(property.Value)}";
            return property.Value is JsonObject described && described.TryGetPropertyValue("default", out var value)
                ? $"{text} = {PythonRepr.Format(value)}"
                : text;
        });
        return $"{name}({string.Join(", ", parameters)}){(returnType is null ? "" : $" -> {returnType}")}";
    }
}

/// <summary>The Python names of JSON types, as listings of tools show them.</summary>
internal static class ToolTypes
{
    /// <summary>The name of a schema's type: <c>str</c>, <c>list[int]</c>, <c>float | None</c>.</summary>
    public static string NameOf(JsonNode? schema) => schema switch
    {
        JsonObject { Count: > 0 } described when described["anyOf"] is JsonArray choices => string.Join(" | ", choices.Select(NameOf)),
        JsonObject described when described["type"] is JsonArray types =>
            string.Join(" | ", types.Select(type => Text(type) is { } name ? NameOf(name, described) : "Any")),
        JsonObject described when described.Text("type") is { } type => NameOf(type, described),
        JsonObject described when described.ContainsKey("enum") => "str",
        _ => "Any",
    };

    /// <summary>The type of what a method returns: that of the result of a task, or else its own.</summary>
    public static Type ResultOf(Type type)
    {
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return generic == typeof(Task<>) || generic == typeof(ValueTask<>) ? type.GetGenericArguments()[0] : type;
    }

    /// <summary>The name of a result type; null if a method returns nothing, or <see cref="object"/>.</summary>
    public static string? NameOfResult(Type type)
    {
        if (type == typeof(void) || type == typeof(object) || type == typeof(Task) || type == typeof(ValueTask)) return null;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string) || type == typeof(char) || type == typeof(Guid) || type.IsEnum || type == typeof(ToolOutput))
            return "str";
        if (type == typeof(bool)) return "bool";
        if (type == typeof(float) || type == typeof(double) || type == typeof(decimal)) return "float";
        if (type.IsPrimitive) return "int";
        var isMap = typeof(IDictionary).IsAssignableFrom(type) || type == typeof(JsonObject);
        return typeof(IEnumerable).IsAssignableFrom(type) && !isMap ? "list" : "dict";
    }

    private static string? Text(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var given) ? given : null;

    private static string NameOf(string type, JsonObject schema) => type switch
    {
        "string" => "str",
        "integer" => "int",
        "number" => "float",
        "boolean" => "bool",
        "null" => "None",
        "array" => schema["items"] is JsonObject { Count: > 0 } items ? $"list[{NameOf(items)}]" : "list",
        "object" => "dict",
        _ => type,
    };
}
