using System.Text.Json.Nodes;

namespace Llm;

/// <summary>A kind of server-side tool that a model offers and users choose by name, such as <c>-T WebSearch</c>.</summary>
/// <param name="Name">The name that users choose it by.</param>
/// <param name="Description">What it does.</param>
/// <param name="InputSchema">The JSON schema of what it is made with; listings show it as a signature.</param>
/// <param name="Create">Makes the tool; it throws a <see cref="LlmException"/> that says which argument does not fit.</param>
public sealed record ServerSideToolType(string Name, string Description, JsonObject InputSchema, Func<JsonObject, ServerSideTool> Create)
{
    /// <summary>The plugin that brings it; null for those that come with the tool.</summary>
    public string? Plugin { get; init; }

    /// <summary>What it is made with, as listings show it: <c>Search(n: int = 3)</c>.</summary>
    public string Signature => ToolSignature.Of(Name, InputSchema, null);

    /// <summary>The kind for providers that take any description of a tool: <c>ServerSideTool(spec={"type": …})</c>.</summary>
    public static ServerSideToolType Raw { get; } = new(
        "ServerSideTool",
        "Any tool of the provider, by the JSON that the request says about it.",
        new JsonObject
        {
            ["properties"] = new JsonObject { ["spec"] = new JsonObject { ["type"] = "object", ["default"] = null } },
            ["type"] = "object",
        },
        arguments => arguments["spec"] is JsonObject spec
            ? new ServerSideTool("server_side_tool", null, spec.DeepClone().AsObject())
            : throw new LlmException(
                "ServerSideTool does not define a raw provider tool spec: give one, as in "
                + "ServerSideTool(spec={\"type\": \"image_generation\"})"));

    /// <summary>Makes the tool as the log records it.</summary>
    internal ServerSideTool Make(JsonObject arguments)
    {
        foreach (var (name, _) in arguments)
        {
            if (!Parameters.Contains(name))
                throw new LlmException($"{Name} got an unexpected keyword argument '{name}', expected {string.Join(", ", Parameters)}");
        }

        return Create(arguments) with { Instance = new ToolInstance(Name, Plugin, arguments.DeepClone().AsObject()), Plugin = Plugin };
    }

    private IEnumerable<string> Parameters => (InputSchema["properties"] as JsonObject ?? []).Select(property => property.Key);
}
