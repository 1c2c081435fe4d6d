namespace Llm.Mcp;

/// <summary>
/// The tools, resources and prompts of the user's Model Context Protocol servers. A server is started when something of it is used.
/// </summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="directory">The user directory with <c>mcp.json</c> and <c>keys.json</c>.</param>
public sealed class McpServers(UserDirectory directory)
{
    /// <summary>A resource list in an error has at most so many lines.</summary>
    private const int MostListed = 20;

    private readonly KeyStore keys = new(directory);

    /// <summary>The servers.</summary>
    public McpServerStore Store { get; } = new(directory);

    /// <summary>Is told how far long calls of tools are; null tells nobody.</summary>
    public IProgress<ToolProgress>? Progress { get; init; }

    /// <summary>The tools of a server, which is started when the toolbox is prepared and ended when it is disposed.</summary>
    /// <param name="argument">A server's name, or <c>server/tool</c> for one tool of it.</param>
    /// <exception cref="LlmException">There is no such server.</exception>
    public McpToolbox Toolbox(string argument)
    {
        var (name, tool) = Split(argument);
        return new McpToolbox(Store.Get(name), keys, Progress, tool);
    }

    /// <summary>A server's prompt as a template; the server is started when the template is completed.</summary>
    /// <param name="argument"><c>server/prompt</c></param>
    /// <exception cref="LlmException">There is no such server, or no prompt is named.</exception>
    public Template Template(string argument)
    {
        var (name, prompt) = Split(argument);
        var server = Store.Get(name);
        if (prompt is null)
            throw new LlmException($"Say which prompt of the MCP server '{name}': mcp:{name}/PROMPT. 'llm mcp test {name}' lists them.");
        return new Template { Name = $"mcp:{argument}", Source = CompleteAsync };

        async Task<Template> CompleteAsync(IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
        {
            await using var connection = await McpConnection.OpenAsync(server, keys, cancellationToken);
            return await PromptTemplate.GetAsync(connection, name, prompt, parameters, cancellationToken);
        }
    }

    /// <summary>Reads a resource: texts become fragments, everything else attachments.</summary>
    /// <param name="argument"><c>server/uri</c></param>
    /// <param name="cancellationToken">Stops the work and ends the server.</param>
    /// <exception cref="LlmException">There is no such server or resource, or the server fails.</exception>
    public async Task<LoadedFragments> LoadAsync(string argument, CancellationToken cancellationToken = default)
    {
        var (name, uri) = Split(argument);
        await using var connection = await McpConnection.OpenAsync(Store.Get(name), keys, cancellationToken);
        if (uri is null) throw await NoResourceAsync(connection, name, cancellationToken);
        var result = await connection.AskAsync(
            (client, token) => client.ReadResourceAsync(uri, cancellationToken: token).AsTask(), cancellationToken);
        var reader = new ContentReader();
        foreach (var content in result.Contents) reader.Add(content);
        return new LoadedFragments([.. reader.Texts.Select(text => new Fragment(text, $"mcp:{argument}"))], reader.Attachments);
    }

    /// <summary>Starts a server, asks what it has and ends it.</summary>
    /// <exception cref="LlmException">There is no such server, or it fails.</exception>
    public async Task<McpInspection> InspectAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var connection = await McpConnection.OpenAsync(Store.Get(name), keys, cancellationToken);
        var can = connection.Capabilities;
        return new McpInspection
        {
            Name = connection.Info.Name,
            Version = connection.Info.Version,
            Tools = can.Tools is null ? [] : [.. (await ServerLists.ToolsAsync(connection, cancellationToken)).Select(tool => tool.Name)],
            Resources = can.Resources is null
                ? []
                : [.. (await ServerLists.ResourcesAsync(connection, cancellationToken)).Select(resource => resource.Uri)],
            Prompts = can.Prompts is null
                ? []
                : [.. (await ServerLists.PromptsAsync(connection, cancellationToken)).Select(prompt => prompt.Name)],
        };
    }

    private static async Task<LlmException> NoResourceAsync(McpConnection connection, string name, CancellationToken cancellationToken)
    {
        var resources = connection.Capabilities.Resources is null ? [] : await ServerLists.ResourcesAsync(connection, cancellationToken);
        var listed = resources.Take(MostListed).Select(resource => $"\n  mcp:{name}/{resource.Uri}");
        var more = resources.Count > MostListed ? $"\n  and {resources.Count - MostListed} more" : "";
        return new LlmException(resources.Count == 0
            ? $"The MCP server '{name}' lists no resources; some can be read all the same as mcp:{name}/URI."
            : $"Say which resource of the MCP server '{name}':{string.Concat(listed)}{more}");
    }

    private static (string Server, string? Item) Split(string argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        var slash = argument.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (argument, null) : (argument[..slash], argument[(slash + 1)..] is { Length: > 0 } rest ? rest : null);
    }
}
