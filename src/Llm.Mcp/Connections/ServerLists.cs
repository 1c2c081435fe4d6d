using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Mcp;

/// <summary>Reads a server's lists page by page, and reports a server whose pages do not end.</summary>
internal static class ServerLists
{
    private const int MaxPages = 1000;

    /// <summary>Lists the tools.</summary>
    /// <exception cref="McpServerException">The server fails, or its answer is not a list.</exception>
    public static async Task<ToolListing> ToolsAsync(McpConnection connection, CancellationToken cancellationToken) =>
        connection.Capabilities.Tools is null
            ? new ToolListing([])
            : new ToolListing(await AllAsync(connection, "tools", cancellationToken), connection.TryAddTool);

    /// <summary>Lists the resources that have a URI.</summary>
    /// <exception cref="McpServerException">The server fails, or its answer is not a list.</exception>
    public static async Task<IReadOnlyList<string>> ResourcesAsync(McpConnection connection, CancellationToken cancellationToken) =>
        connection.Capabilities.Resources is null
            ? []
            : [.. (await AllAsync(connection, "resources", cancellationToken)).OfType<JsonObject>()
                .Select(resource => resource.Text("uri")).OfType<string>().Distinct()];

    /// <summary>Lists the prompts that have a name.</summary>
    /// <exception cref="McpServerException">The server fails, or its answer is not a list.</exception>
    public static async Task<IReadOnlyList<JsonObject>> PromptsAsync(McpConnection connection, CancellationToken cancellationToken) =>
        connection.Capabilities.Prompts is null
            ? []
            : [.. (await AllAsync(connection, "prompts", cancellationToken)).OfType<JsonObject>()
                .Where(prompt => !string.IsNullOrEmpty(prompt.Text("name"))).DistinctBy(prompt => prompt.Text("name"))];

    private static Task<List<JsonNode?>> AllAsync(McpConnection connection, string what, CancellationToken cancellationToken) =>
        connection.RequestAsync(
            async send =>
            {
                var (all, seen, cursor, pages) = (new List<JsonNode?>(), new HashSet<string>(), (string?)null, 0);
                do
                {
                    if (pages++ == MaxPages)
                        throw new McpServerException(
                            connection.Name,
                            $"The MCP server '{connection.Name}' lists its {what} without end: it returned {MaxPages} pages and announced "
                            + "another.");
                    var page = await send($"{what}/list", cursor is null ? [] : new JsonObject { ["cursor"] = cursor }) as JsonObject;
                    if (page?[what] is not JsonArray items)
                        throw new McpServerException(
                            connection.Name, $"The MCP server '{connection.Name}' returned no list for {what}/list.");
                    all.AddRange(items);
                    cursor = page.Scalar("nextCursor");
                }
                // A server that does not know cursors sends the same page again and again.
                while (!string.IsNullOrEmpty(cursor) && seen.Add(cursor));
                return all;
            },
            cancellationToken);
}
