using System.Text.Json.Nodes;

namespace Llm;

/// <summary>A kind of server-side tool that a model offers and users choose by name, such as <c>-T WebSearch</c>.</summary>
public sealed class ServerSideToolType
{
    private readonly ToolMethod factory;
    private readonly string? plugin;

    /// <summary>Describes a kind of server-side tool.</summary>
    /// <param name="name">The name that users choose it by.</param>
    /// <param name="description">What it does.</param>
    /// <param name="factory">Makes a <see cref="ServerSideTool"/>; its parameters are what users may give. It throws where they do not fit.</param>
    /// <param name="plugin">The plugin that brings it.</param>
    public ServerSideToolType(string name, string description, Delegate factory, string? plugin = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Name = name;
        Description = description;
        this.plugin = plugin;
        this.factory = new ToolMethod(factory.Method, factory.Target);
    }

    /// <summary>The name that users choose it by.</summary>
    public string Name { get; }

    /// <summary>What it does.</summary>
    public string Description { get; }

    /// <summary>The JSON schema of what it is made with.</summary>
    public JsonObject InputSchema => factory.Schema;

    /// <summary>Makes the tool.</summary>
    /// <exception cref="LlmException">The arguments do not fit.</exception>
    public async Task<ServerSideTool> CreateAsync(JsonObject arguments, CancellationToken cancellationToken = default)
    {
        try
        {
            var tool = (ServerSideTool)(await factory.InvokeAsync(new ToolCall(Name, arguments), cancellationToken))!;
            return tool with { Instance = new ToolInstance(Name, plugin, arguments.DeepClone().AsObject()), Plugin = plugin };
        }
        catch (Exception ex) when (ex is not LlmException and not OperationCanceledException and not OutOfMemoryException)
        {
            throw new LlmException(ex.Message, ex);
        }
    }

    /// <summary>The first parameter's name; null if it takes nothing.</summary>
    internal string? FirstParameter => (InputSchema["properties"] as JsonObject)?.Select(property => property.Key).FirstOrDefault();
}
