using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using ModelContextProtocol;

namespace Llm.Mcp;

/// <summary>The tools of a Model Context Protocol server, or one of them. Its server runs from the preparation to the disposal.</summary>
/// <remarks>Calls may overlap: a server tells them apart. A server that ends is not started again; its tools then say so.</remarks>
public sealed class McpToolbox : Toolbox
{
    private readonly McpServerSettings server;
    private readonly IKeySource keys;
    private readonly IProgress<ToolProgress>? progress;
    private readonly string? only;
    private McpConnection? connection;

    /// <summary>Describes the toolbox; nothing is started.</summary>
    /// <param name="server">The server.</param>
    /// <param name="keys">Where <c>${key:NAME}</c> is looked up when the server starts.</param>
    /// <param name="progress">Is told how far calls are; null tells nobody.</param>
    /// <param name="only">The one tool to offer; null for all.</param>
    public McpToolbox(McpServerSettings server, IKeySource keys, IProgress<ToolProgress>? progress = null, string? only = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        (this.server, this.keys, this.progress, this.only) = (server, keys, progress, only);
        Plugin = $"mcp:{server.Name}";
    }

    /// <summary><c>mcp:server</c>, or <c>mcp:server/tool</c> for one tool.</summary>
    public override string Name => only is null ? $"mcp:{server.Name}" : $"mcp:{server.Name}/{only}";

    /// <inheritdoc/>
    public override bool AllowsOverlap => true;

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (connection is not null) await connection.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <exception cref="LlmException">The server cannot be started or reached, or has no such tool.</exception>
    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        // One that opened and then failed.
        if (connection is not null) await connection.DisposeAsync();
        connection = null;
        connection = await McpConnection.OpenAsync(server, keys, cancellationToken);
        var tools = connection.Capabilities.Tools is null ? [] : await ServerLists.ToolsAsync(connection, cancellationToken);
        var chosen = tools.Where(tool => only is null || tool.Name == only).ToList();
        if (chosen.Count == 0 && only is not null)
            throw new McpServerException(
                server.Name,
                $"The MCP server '{server.Name}' has no tool '{only}'. It has: {string.Join(", ", tools.Select(tool => tool.Name))}");
        var names = new HashSet<string>();
        foreach (var tool in chosen)
        {
            var name = ToolName.Free(tool.Name, candidate => !names.Add(candidate));
            var schema = JsonText.Parse(tool.InputSchema.GetRawText()) as JsonObject ?? [];
            AddTool(new Tool(name, tool.Description, schema) { Implementation = (call, token) => RunAsync(tool.Name, call, token) });
        }
    }

    private async Task<ToolOutput> RunAsync(string name, ToolCall call, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(call.Arguments.ToJsonString());
        var arguments = json.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value.Clone());
        var watch = progress is null ? null : new Watch(progress, call.Name, Plugin);
        try
        {
            var result = await connection!.AskAsync(
                (client, token) => client.CallToolAsync(name, arguments, watch, cancellationToken: token).AsTask(), cancellationToken);
            var output = ContentReader.Read(result);
            return result.IsError == true
                ? throw new McpServerException(
                    server.Name, output.Text.Length > 0 ? output.Text : $"The tool '{name}' failed and does not say why.")
                : output;
        }
        // The SDK reads all or nothing.
        catch (McpServerException ex) when (ex.InnerException?.GetBaseException() is JsonException unreadable)
        {
            throw new McpServerException(
                server.Name,
                $"The MCP server '{server.Name}' gave a result of the tool '{name}' that cannot be read: {unreadable.Message.TrimEnd('.')}.",
                ex);
        }
        finally
        {
            watch?.End();
        }
    }

    /// <summary>Passes on what the server tells of one call, until the call is over.</summary>
    private sealed class Watch(IProgress<ToolProgress> progress, string tool, string? plugin) : IProgress<ProgressNotificationValue>
    {
        private readonly Lock gate = new();
        private ToolProgress? last;
        private bool isOver;

        public void Report(ProgressNotificationValue value)
        {
            lock (gate)
            {
                if (!isOver) progress.Report(last = new ToolProgress(tool, plugin, value.Progress, value.Total, value.Message));
            }
        }

        public void End()
        {
            lock (gate)
            {
                isOver = true;
                if (last is not null) progress.Report(last with { IsOver = true });
            }
        }
    }
}
