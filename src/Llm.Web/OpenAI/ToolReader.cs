using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Web.Answers;

namespace Llm.Web.OpenAI;

/// <summary>Reads the tools that a client offers, and which it wants called.</summary>
internal static class ToolReader
{
    /// <summary>Reads functions; tools of other kinds, which only a vendor can run, are passed over.</summary>
    /// <remarks>Codex offers some of them to every server.</remarks>
    public static IReadOnlyList<Tool> Read(JsonNode? tools) =>
        [.. (tools as JsonArray ?? []).OfType<JsonObject>().Select(ReadTool).OfType<Tool>().DistinctBy(tool => tool.Name)];

    /// <summary>Reads which tools must be called; null leaves it to the provider.</summary>
    /// <param name="choice">The choice of the client.</param>
    /// <param name="tools">The tools that were read.</param>
    public static ToolChoice? ReadChoice(JsonNode? choice, IReadOnlyList<Tool> tools)
    {
        if (tools.Count == 0) return null;
        if (choice is JsonObject named)
            return ((named["function"] as JsonObject)?.Text("name") ?? named.Text("name")) is { } name ? ToolChoice.FromName(name) : null;
        return choice?.ToString() switch
        {
            "none" => ToolChoice.None,
            "required" or "any" => ToolChoice.Required,
            _ => null,
        };
    }

    private static Tool? ReadTool(JsonObject tool)
    {
        if ((tool.Text("type") ?? "function") != "function") return null;
        // The Responses interface has no object around the function.
        var function = tool["function"] as JsonObject ?? tool;
        if (function.Text("name") is not { Length: > 0 } name) throw ServedException.BadRequest("A tool has no name.");
        return new Tool(name, function.Text("description"), function.CopyObject("parameters") ?? NoParameters());
    }

    private static JsonObject NoParameters() => new() { ["type"] = "object", ["properties"] = new JsonObject() };
}
