using System.Text.Json.Nodes;
using Llm.Json;

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
    private readonly Action<string>? warn;
    private McpConnection? connection;

    /// <summary>Creates the toolbox without starting the server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="keys">The keys for <c>${key:NAME}</c>, which are read when the server starts.</param>
    /// <param name="progress">Receives the progress of calls; null ignores it.</param>
    /// <param name="only">The one tool to offer; null for all.</param>
    /// <param name="warn">Receives a sentence about each tool that is left out because it is described wrongly; null ignores it.</param>
    public McpToolbox(
        McpServerSettings server, IKeySource keys, IProgress<ToolProgress>? progress = null, string? only = null,
        Action<string>? warn = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        (this.server, this.keys, this.progress, this.only, this.warn) = (server, keys, progress, only, warn);
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
        var listed = await ServerLists.ToolsAsync(connection, cancellationToken);
        if (only is not null && listed.Tools.All(tool => tool.Name != only)) throw Missing(only, listed);
        foreach (var tool in listed.LeftOut.Where(tool => tool.IsFault && only is null)) warn?.Invoke(tool.Describe(server.Name));
        var names = new HashSet<string>();
        foreach (var tool in listed.Tools.Where(tool => only is null || tool.Name == only))
        {
            var name = ToolName.Free(tool.Name, candidate => !names.Add(candidate));
            AddTool(new Tool(name, tool.Description, tool.Schema) { Implementation = (call, token) => RunAsync(tool.Name, call, token) });
        }
    }

    private async Task<ToolOutput> RunAsync(string name, ToolCall call, CancellationToken cancellationToken)
    {
        var forwarder = progress is null ? null : new ProgressForwarder(progress, call.Name, Plugin);
        try
        {
            var parameters = new JsonObject { ["name"] = name, ["arguments"] = call.Arguments.DeepClone() };
            var result = forwarder is null
                ? await connection!.RequestAsync("tools/call", parameters, cancellationToken)
                : await connection!.RequestAsync("tools/call", parameters, forwarder.Report, cancellationToken);
            var output = ContentReader.Read(result);
            return result is JsonObject map && map.IsTrue("isError")
                ? throw new McpServerException(
                    server.Name, output.Text.Length > 0 ? output.Text : $"The tool '{name}' failed without a message.")
                : output;
        }
        finally
        {
            forwarder?.End();
        }
    }

    private McpServerException Missing(string name, ToolListing listed)
    {
        var reason = listed.LeftOut.FirstOrDefault(tool => tool.Name == name)?.Reason;
        var names = string.Join(", ", listed.Tools.Select(tool => tool.Name));
        return new McpServerException(
            server.Name,
            reason is null
                ? $"The MCP server '{server.Name}' has no tool '{name}'. It has: {names}"
                : $"The tool '{name}' of the MCP server '{server.Name}' cannot be used: {reason}.");
    }

    /// <summary>Forwards the progress that a server reports for one call, until the call has ended.</summary>
    private sealed class ProgressForwarder(IProgress<ToolProgress> progress, string tool, string? plugin)
    {
        private readonly Lock gate = new();
        private ToolProgress? last;
        private bool isOver;

        public void Report(JsonObject report)
        {
            if (report.Real("progress") is not { } value) return;
            lock (gate)
            {
                if (!isOver) progress.Report(last = new ToolProgress(tool, plugin, value, report.Real("total"), report.Text("message")));
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
