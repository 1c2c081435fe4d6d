using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using ModelContextProtocol;

namespace Llm.Mcp;

/// <summary>The tools of a Model Context Protocol server, or one of them. The server runs from preparation to disposal.</summary>
/// <remarks>
/// Calls may be concurrent, because a server distinguishes them. A server that ends is not started again; its tools then fail with
/// a message that says so.
/// </remarks>
public sealed class McpToolbox : Toolbox
{
    private readonly McpServerSettings server;
    private readonly IKeySource keys;
    private readonly IProgress<ToolProgress>? progress;
    private readonly string? only;
    private McpConnection? connection;

    /// <summary>Creates the toolbox without starting the server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="keys">The keys for <c>${key:NAME}</c>, which are read when the server starts.</param>
    /// <param name="progress">Receives the progress of calls; null ignores it.</param>
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
        // A previous preparation may have failed after it had opened a connection.
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
            var schema = tool.InputSchema.ToNode() as JsonObject ?? [];
            AddTool(new Tool(name, tool.Description, schema) { Implementation = (call, token) => RunAsync(tool.Name, call, token) });
        }
    }

    private async Task<ToolOutput> RunAsync(string name, ToolCall call, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(call.Arguments.ToJsonString());
        var arguments = json.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value.Clone());
        var forwarder = progress is null ? null : new ProgressForwarder(progress, call.Name, Plugin);
        try
        {
            var result = await connection!.RequestAsync(
                (client, token) => client.CallToolAsync(name, arguments, forwarder, cancellationToken: token).AsTask(),
                cancellationToken);
            var output = ContentReader.Read(result);
            return result.IsError == true
                ? throw new McpServerException(
                    server.Name, output.Text.Length > 0 ? output.Text : $"The tool '{name}' failed without a message.")
                : output;
        }
        // The SDK refuses a result as a whole if a part of it cannot be read.
        catch (McpServerException ex) when (ex.InnerException?.GetBaseException() is JsonException unreadable)
        {
            throw new McpServerException(
                server.Name,
                $"The MCP server '{server.Name}' returned a result of the tool '{name}' that cannot be read: "
                    + $"{unreadable.Message.TrimEnd('.')}.",
                ex);
        }
        finally
        {
            forwarder?.End();
        }
    }

    /// <summary>Forwards the progress that a server reports for one call, until the call has ended.</summary>
    private sealed class ProgressForwarder(IProgress<ToolProgress> progress, string tool, string? plugin)
        : IProgress<ProgressNotificationValue>
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
