using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Testing;

namespace Llm.Mcp.Tests.Servers;

/// <summary>A server over HTTP that knows one session at a time, and refuses all others as the protocol says.</summary>
internal sealed class SessionServer : IAsyncDisposable
{
    private readonly Lock gate = new();
    private FakeServer? server;
    private string? session;
    private int calls;

    /// <summary>How many sessions were begun.</summary>
    public int Sessions { get; private set; }

    /// <summary>Whether a call is always one of a session that was forgotten.</summary>
    public bool ForgetsAtOnce { get; init; }

    public string Address => $"{server!.BaseAddress}/mcp";

    public async Task StartAsync() => server = await FakeServer.StartAsync(Reply);

    /// <summary>Ends the session, as a server does that is started again.</summary>
    public void Forget()
    {
        lock (gate) session = null;
    }

    public async ValueTask DisposeAsync() => await server!.DisposeAsync();

    private FakeReply Reply(RecordedRequest request)
    {
        lock (gate)
        {
            if (request.Method != "POST") return FakeReply.Error(request.Header("Mcp-Session-Id") == session ? 405 : 404, "no events here");
            var method = request.Json.Text("method");
            if (method == "initialize") session = $"session-{++Sessions}";
            else if (method == "server/discover")
                return Answer(request, "error", new JsonObject { ["code"] = -32601, ["message"] = "no such method" });
            else if (request.Header("Mcp-Session-Id") != session || (ForgetsAtOnce && method == "tools/call"))
                return FakeReply.Error(404, "no such session");
            return method switch
            {
                "initialize" => Result(
                    request,
                    """{"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": {"name": "counter", "version": "1"}}""")
                    .WithHeader("Mcp-Session-Id", session!),
                "tools/list" => Result(request, """{"tools": [{"name": "count", "inputSchema": {"type": "object"}}]}"""),
                "tools/call" => Result(request, $$"""{"content": [{"type": "text", "text": "{{++calls}}"}]}"""),
                _ => new FakeReply { Status = 202 },
            };
        }
    }

    private static FakeReply Result(RecordedRequest request, string json) => Answer(request, "result", JsonNode.Parse(json)!);

    private static FakeReply Answer(RecordedRequest request, string kind, JsonNode value) =>
        FakeReply.Json(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = request.Json["id"]!.DeepClone(), [kind] = value });
}
