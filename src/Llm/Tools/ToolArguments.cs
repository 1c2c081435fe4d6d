using System.Text.Json.Nodes;

namespace Llm;

/// <summary>Checks the arguments of a tool call, for tools whose implementation takes JSON.</summary>
public static class ToolArguments
{
    /// <summary>The key for arguments that are not a JSON object.</summary>
    internal const string Raw = "_raw";

    /// <summary>Checks arguments against the tool's schema; unknown arguments are refused even if the schema allows them.</summary>
    /// <exception cref="ToolArgumentException">An argument is missing, unknown or of the wrong type, or all are not JSON.</exception>
    public static void Check(JsonObject arguments, JsonObject schema)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(schema);
        CheckReadable(arguments, schema);
        var properties = schema["properties"] as JsonObject ?? [];
        if (arguments.Select(argument => argument.Key).FirstOrDefault(name => !properties.ContainsKey(name)) is { } unknown)
            throw new ToolArgumentException($"unknown argument '{unknown}', {Expected(properties)}");
        foreach (var name in schema["required"] as JsonArray ?? [])
        {
            if (!arguments.ContainsKey(name!.GetValue<string>())) throw new ToolArgumentException($"the argument '{name}' is missing");
        }

        if (SchemaCheck.FindError(arguments, schema) is { } error) throw new ToolArgumentException($"the arguments do not fit: {error}");
    }

    /// <summary>Refuses arguments that the model did not send as a JSON object, because no tool may run with them.</summary>
    internal static void CheckReadable(JsonObject arguments, JsonObject schema)
    {
        if (arguments is { Count: 1 } && arguments.ContainsKey(Raw) && (schema["properties"] as JsonObject)?[Raw] is null)
            throw new ToolArgumentException("the arguments are not a JSON object");
    }

    private static string Expected(JsonObject properties) =>
        properties.Count == 0 ? "the tool takes none" : $"expected {string.Join(", ", properties.Select(property => property.Key))}";
}
