using ModelContextProtocol.Protocol;

namespace Llm.Mcp;

/// <summary>What a server has, page by page; a server whose pages do not end is told.</summary>
/// <remarks>The SDK's own lists go on for as long as the server does.</remarks>
internal static class ServerLists
{
    private const int MostPages = 1000;

    /// <summary>The tools that have a name.</summary>
    /// <exception cref="McpServerException">The server fails, or its answer is no list.</exception>
    public static async Task<IReadOnlyList<ModelContextProtocol.Protocol.Tool>> ToolsAsync(
        McpConnection connection, CancellationToken cancellationToken)
    {
        var tools = await connection.AskAsync(
            (client, token) => AllAsync(connection, "tools", async cursor =>
            {
                var page = await client.ListToolsAsync(new ListToolsRequestParams { Cursor = cursor }, token);
                return (page.Tools, page.NextCursor);
            }),
            cancellationToken);
        return [.. tools.Where(tool => !string.IsNullOrEmpty(tool.Name) && connection.Knows(tool))];
    }

    /// <summary>The resources.</summary>
    /// <exception cref="McpServerException">The server fails, or its answer is no list.</exception>
    public static Task<List<Resource>> ResourcesAsync(McpConnection connection, CancellationToken cancellationToken) => connection.AskAsync(
        (client, token) => AllAsync(connection, "resources", async cursor =>
        {
            var page = await client.ListResourcesAsync(new ListResourcesRequestParams { Cursor = cursor }, token);
            return (page.Resources, page.NextCursor);
        }),
        cancellationToken);

    /// <summary>The prompts.</summary>
    /// <exception cref="McpServerException">The server fails, or its answer is no list.</exception>
    public static Task<List<ModelContextProtocol.Protocol.Prompt>> PromptsAsync(
        McpConnection connection, CancellationToken cancellationToken) => connection.AskAsync(
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
                connection.Name, $"The MCP server '{connection.Name}' answers {what}/list without a list."));
            if (cursor is not null && (!seen.Add(cursor) || pages >= MostPages))
                throw new McpServerException(
                    connection.Name,
                    $"The MCP server '{connection.Name}' lists its {what} without end: it gave {pages} pages and announces another.");
        }
        while (cursor is not null);
        return all;
    }
}
