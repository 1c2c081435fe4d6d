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
                ? $"{text} = {PythonRepr.Of(value)}"
                : text;
        });
        return $"{name}({string.Join(", ", parameters)}){(returnType is null ? "" : $" -> {returnType}")}";
    }
}
