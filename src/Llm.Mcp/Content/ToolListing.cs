using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Mcp;

/// <summary>A tool of a server, with an input schema in the form that providers accept.</summary>
internal sealed record ServerTool(string Name, string? Description, JsonObject Schema);

/// <summary>A tool of a server that is not offered.</summary>
/// <param name="Name">The tool's name; null if it has none.</param>
/// <param name="Reason">Why, as the rest of a sentence.</param>
/// <param name="IsFault">Whether the server describes the tool wrongly.</param>
internal sealed record LeftOutTool(string? Name, string Reason, bool IsFault = true)
{
    /// <summary>A sentence for the user.</summary>
    public string Describe(string server) =>
        $"{(Name is null ? "A tool" : $"The tool '{Name}'")} of the MCP server '{server}' was left out: {Reason}.";
}

/// <summary>The tools that a server lists: those that can be offered, and those that are left out, so that the others work.</summary>
internal sealed class ToolListing
{
    private readonly List<ServerTool> tools = [];
    private readonly List<LeftOutTool> leftOut = [];

    /// <summary>Reads the tools of a list. If a name occurs twice, the first tool is taken.</summary>
    /// <param name="listed">The entries of the list.</param>
    /// <param name="accepts">Whether a tool of this name and schema can be called; null if all can.</param>
    public ToolListing(IEnumerable<JsonNode?> listed, Func<string, JsonObject, bool>? accepts = null)
    {
        var names = new HashSet<string>();
        foreach (var entry in listed)
        {
            var tool = entry as JsonObject ?? [];
            var name = tool.Text("name") is { Length: > 0 } text ? text : null;
            if (name is not null && !names.Add(name)) continue;
            var (schema, problem) = Schema(tool["inputSchema"]);
            if (name is null) leftOut.Add(new(null, "it has no name"));
            else if (schema is null) leftOut.Add(new(name, problem!));
            else if ((tool["execution"] as JsonObject)?.Text("taskSupport") == "required")
                leftOut.Add(new(name, "it can only run as a task, which llm does not support", IsFault: false));
            else if (accepts?.Invoke(name, schema) == false) leftOut.Add(new(name, "its \"x-mcp-header\" is not valid"));
            else tools.Add(new ServerTool(name, tool.Text("description"), schema));
        }
    }

    /// <summary>The tools that can be offered.</summary>
    public IReadOnlyList<ServerTool> Tools => tools;

    /// <summary>The tools that cannot be offered.</summary>
    public IReadOnlyList<LeftOutTool> LeftOut => leftOut;

    /// <summary>Completes a schema whose meaning is plain; OpenAI refuses one without properties.</summary>
    private static (JsonObject? Schema, string? Problem) Schema(JsonNode? stated)
    {
        if (stated is null) return (null, "it has no input schema");
        if (stated is not JsonObject given) return (null, "its input schema is not an object");
        var schema = given.DeepClone().AsObject();
        if (schema["type"] is null && (schema.Count == 0 || schema["properties"] is JsonObject)) schema["type"] = "object";
        if (schema["type"] is JsonArray types && types.OfType<JsonValue>().Any(type => type.ToString() == "object"))
            schema["type"] = "object";
        if (schema.Text("type") != "object") return (null, "its input schema does not describe an object");
        // PHP writes an empty object as an empty list.
        if (schema["properties"] is null or JsonArray { Count: 0 }) schema["properties"] = new JsonObject();
        if (schema["properties"] is not JsonObject properties || properties.Any(property => !IsSchema(property.Value)))
            return (null, "the properties of its input schema are not schemas by name");
        if (schema["required"] is null) schema.Remove("required");
        else if (schema["required"] is not JsonArray required || required.Any(name => name?.GetValueKind() != JsonValueKind.String))
            return (null, "\"required\" of its input schema is not a list of names");
        return (schema, null);
    }

    private static bool IsSchema(JsonNode? json) =>
        json is JsonObject || json?.GetValueKind() is JsonValueKind.True or JsonValueKind.False;
}
