using System.Text.Json.Nodes;

namespace Llm;

/// <summary>A tool that the provider runs itself, such as a web search.</summary>
/// <remarks>A model accepts only tools whose <see cref="ServerSideToolType"/> it lists in <see cref="Model.ServerSideTools"/>.</remarks>
/// <param name="Name">The name in the log, such as <c>web_search</c>.</param>
/// <param name="Description">A description of what the tool does.</param>
/// <param name="Spec">The JSON that describes the tool in the request.</param>
public sealed record ServerSideTool(string Name, string? Description, JsonObject Spec) : Tool(Name, Description, [])
{
    /// <inheritdoc/>
    public override bool IsServerSide => true;

    /// <summary>Outputs that the request asks the provider to include, for providers that have such a list.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];
}

/// <summary>A type of server-side tool that a model offers and users choose by name, such as <c>-T WebSearch</c>.</summary>
/// <param name="Name">The name by which users choose it.</param>
/// <param name="Description">A description of what the tool does.</param>
/// <param name="InputSchema">The JSON schema of its arguments; listings show it as a signature.</param>
/// <param name="Create">Creates the tool; throws a <see cref="LlmException"/> that names the argument that is not valid.</param>
public sealed record ServerSideToolType(string Name, string Description, JsonObject InputSchema, Func<JsonObject, ServerSideTool> Create)
{
    /// <summary>The text of the Python tool, because it counts in the hash of the tool.</summary>
    private const string RawDescription = """
        A tool executed inside the provider's infrastructure.

        Instances are passed in ``tools=[...]`` alongside function tools. The
        framework transports and validates them but never executes them. Provider
        plugins subclass this class for their own tools; the base class can be
        instantiated directly with a raw provider tool specification.
        """;

    /// <summary>The plugin that provides it; null for built-in types.</summary>
    public string? Plugin { get; init; }

    /// <summary>The name and arguments as listings show them: <c>Search(n: int = 3)</c>.</summary>
    public string Signature => ToolSignature.Of(Name, InputSchema, null);

    /// <summary>The type for providers that accept any description of a tool: <c>ServerSideTool(spec={"type": …})</c>.</summary>
    public static ServerSideToolType Raw { get; } = new(
        "ServerSideTool",
        RawDescription,
        new JsonObject
        {
            ["properties"] = new JsonObject { ["spec"] = new JsonObject { ["type"] = "object", ["default"] = null } },
            ["type"] = "object",
        },
        arguments => arguments["spec"] is JsonObject spec
            ? new ServerSideTool("server_side_tool", RawDescription, spec.DeepClone().AsObject())
            : throw new LlmException(
                "ServerSideTool does not define a raw provider tool spec: give one, as in "
                + "ServerSideTool(spec={\"type\": \"image_generation\"})"));

    /// <summary>Creates the tool with the instance that the log records.</summary>
    internal ServerSideTool Make(JsonObject arguments)
    {
        foreach (var (name, _) in arguments)
        {
            if (!Parameters.Contains(name))
                throw new LlmException($"{Name} got an unexpected keyword argument '{name}', expected {string.Join(", ", Parameters)}");
        }

        return Create(arguments) with { Instance = new ToolInstance(Name, Plugin, Complete(arguments)), Plugin = Plugin };
    }

    private IEnumerable<string> Parameters => Properties.Select(property => property.Key);

    private JsonObject Properties => InputSchema["properties"] as JsonObject ?? [];

    /// <summary>All arguments in the order of the schema, as the log records them; one that is not given has its default.</summary>
    private JsonObject Complete(JsonObject arguments)
    {
        var complete = new JsonObject();
        foreach (var (name, schema) in Properties)
            complete[name] = (arguments.ContainsKey(name) ? arguments[name] : schema?["default"])?.DeepClone();
        return complete;
    }
}
