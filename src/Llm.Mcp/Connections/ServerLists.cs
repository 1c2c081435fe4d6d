using ModelContextProtocol.Protocol;

namespace Llm.Mcp;

/// <summary>Reads a server's lists page by page, and reports a server whose pages do not end.</summary>
/// <remarks>The SDK's own lists continue for as long as the server sends pages.</remarks>
internal static class ServerLists
{
    private const int MaxPages = 1000;

    /// <summary>Lists the tools that have a name.</summary>
    /// <exception cref="McpServerException">The server fails, or its answer is not a list.</exception>
    public static async Task<IReadOnlyList<ModelContextProtocol.Protocol.Tool>> ToolsAsync(
        McpConnection connection, CancellationToken cancellationToken)
    {
        var tools = await connection.RequestAsync(
            (client, token) => AllAsync(connection, "tools", async cursor =>
            {
                var page = await client.ListToolsAsync(new ListToolsRequestParams { Cursor = cursor }, token);
                return (page.Tools, page.NextCursor);
            }),
            cancellationToken);
        return [.. tools.Where(tool => !string.IsNullOrEmpty(tool.Name) && connection.TryAddTool(tool))];
    }

    /// <summary>Lists the resources.</summary>
    /// <exception cref="McpServerException">The server fails, or its answer is not a list.</exception>
    public static Task<List<Resource>> ResourcesAsync(
        McpConnection connection, CancellationToken cancellationToken) => connection.RequestAsync(
        (client, token) => AllAsync(connection, "resources", async cursor =>
        {
            var page = await client.ListResourcesAsync(new ListResourcesRequestParams { Cursor = cursor }, token);
            return (page.Resources, page.NextCursor);
        }),
        cancellationToken);

    /// <summary>Lists the prompts.</summary>
    /// <exception cref="McpServerException">The server fails, or its answer is not a list.</exception>
    public static Task<List<ModelContextProtocol.Protocol.Prompt>> PromptsAsync(
        McpConnection connection, CancellationToken cancellationToken) => connection.RequestAsync(
        (client, token) => AllAsync(connection, "prompts", async cursor =>
        {
            var page = await client.ListPromptsAsync(new ListPromptsRequestParams { Cursor = cursor }, token);
            return (page.Prompts, page.NextCursor);
        }),
        cancellationToken);

    private static async Task<List<T>> AllAsync<T>(
        McpConnection connection, string what, Func<string?, Task<(IList<T>? Items, string? Next)>> page)
    {
        var (all, seen, cursor, pages) = (new List<T>(), new HashSet<string>(), (string?)null, 0);
        do
        {
            (var items, cursor) = await page(cursor);
            pages++;
            all.AddRange(items ?? throw new McpServerException(
                connection.Name, $"The MCP server '{connection.Name}' returned no list for {what}/list."));
            if (cursor is not null && (!seen.Add(cursor) || pages >= MaxPages))
                throw new McpServerException(
                    connection.Name,
                    $"The MCP server '{connection.Name}' lists its {what} without end: it returned {pages} pages and announced another.");
        }
        while (cursor is not null);
        return all;
    }
}
