using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Mcp;

/// <summary>
/// The tools, resources and prompts of the user's Model Context Protocol servers. A server is started when one of them is used.
/// </summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="directory">The user directory with <c>mcp.json</c> and <c>keys.json</c>.</param>
public sealed class McpServers(UserDirectory directory)
{
    /// <summary>The maximum number of resources in an error message.</summary>
    private const int MaxListed = 20;

    /// <summary>The servers.</summary>
    public McpServerStore Store { get; } = new(directory);

    /// <summary>The keys that <c>${key:NAME}</c> stands for; those in <c>keys.json</c> unless set.</summary>
    public IKeySource Keys { get; init; } = new KeyStore(directory);

    /// <summary>Receives the progress of long tool calls; null ignores it.</summary>
    public IProgress<ToolProgress>? Progress { get; init; }

    /// <summary>
    /// Receives a sentence about each tool that is left out because its server describes it wrongly; null ignores it.
    /// </summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Creates a toolbox of a server, which is started when the toolbox is prepared and ended when it is disposed.</summary>
    /// <param name="argument">A server's name, or <c>server/tool</c> for a single tool.</param>
    /// <exception cref="LlmException">There is no such server.</exception>
    public McpToolbox Toolbox(string argument)
    {
        var (name, tool) = Split(argument);
        return new McpToolbox(Store.Get(name), Keys, Progress, tool, Warn);
    }

    /// <summary>Creates a template from a server's prompt; the server is started when the template is completed.</summary>
    /// <param name="argument"><c>server/prompt</c></param>
    /// <exception cref="LlmException">There is no such server, or no prompt is named.</exception>
    public Template Template(string argument)
    {
        var (name, prompt) = Split(argument);
        var server = Store.Get(name);
        if (prompt is null)
            throw new LlmException($"Name a prompt of the MCP server '{name}': mcp:{name}/PROMPT. 'llm mcp test {name}' lists them.");
        return new Template { Name = $"mcp:{argument}", Source = CompleteAsync };

        async Task<Template> CompleteAsync(IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
        {
            await using var connection = await McpConnection.OpenAsync(server, Keys, cancellationToken);
            return await PromptTemplate.GetAsync(connection, name, prompt, parameters, cancellationToken);
        }
    }

    /// <summary>Reads a resource: texts become fragments, everything else becomes attachments.</summary>
    /// <param name="argument"><c>server/uri</c></param>
    /// <param name="cancellationToken">Cancels the request and ends the server.</param>
    /// <exception cref="LlmException">There is no such server or resource, or the server fails.</exception>
    public async Task<LoadedFragments> LoadAsync(string argument, CancellationToken cancellationToken = default)
    {
        var (name, uri) = Split(argument);
        await using var connection = await McpConnection.OpenAsync(Store.Get(name), Keys, cancellationToken);
        if (uri is null) throw await NoResourceAsync(connection, name, cancellationToken);
        var result = await connection.RequestAsync("resources/read", new JsonObject { ["uri"] = uri }, cancellationToken);
        var reader = new ContentReader();
        foreach (var content in (result as JsonObject)?.Objects("contents") ?? []) reader.AddResource(content);
        return new LoadedFragments([.. reader.Texts.Select(text => new Fragment(text, $"mcp:{argument}"))], reader.Attachments);
    }

    /// <summary>Starts a server, lists what it offers and ends it.</summary>
    /// <exception cref="LlmException">There is no such server, or it fails.</exception>
    public async Task<McpInspection> InspectAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var connection = await McpConnection.OpenAsync(Store.Get(name), Keys, cancellationToken);
        var tools = await ServerLists.ToolsAsync(connection, cancellationToken);
        foreach (var tool in tools.LeftOut.Where(tool => tool.IsFault)) Warn?.Invoke(tool.Describe(name));
        return new McpInspection
        {
            Name = connection.Info.Name,
            Version = connection.Info.Version,
            Tools = [.. tools.Tools.Select(tool => tool.Name)],
            Resources = await ServerLists.ResourcesAsync(connection, cancellationToken),
            Prompts = [.. (await ServerLists.PromptsAsync(connection, cancellationToken)).Select(prompt => prompt.Text("name")!)],
        };
    }

    private static async Task<LlmException> NoResourceAsync(McpConnection connection, string name, CancellationToken cancellationToken)
    {
        var resources = await ServerLists.ResourcesAsync(connection, cancellationToken);
        var listed = resources.Take(MaxListed).Select(uri => $"\n  mcp:{name}/{uri}");
        var more = resources.Count > MaxListed ? $"\n  and {resources.Count - MaxListed} more" : "";
        return new LlmException(resources.Count == 0
            ? $"The MCP server '{name}' lists no resources, but some may be readable as mcp:{name}/URI."
            : $"Name a resource of the MCP server '{name}':{string.Concat(listed)}{more}");
    }

    private static (string Server, string? Item) Split(string argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        var slash = argument.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (argument, null) : (argument[..slash], argument[(slash + 1)..] is { Length: > 0 } rest ? rest : null);
    }
}

/// <summary>The description of a server.</summary>
public sealed record McpInspection
{
    /// <summary>The name that the server reports.</summary>
    public required string Name { get; init; }

    /// <summary>The version that the server reports.</summary>
    public required string Version { get; init; }

    /// <summary>The names of its tools.</summary>
    public required IReadOnlyList<string> Tools { get; init; }

    /// <summary>The URIs of its resources.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>The names of its prompts.</summary>
    public required IReadOnlyList<string> Prompts { get; init; }
}
