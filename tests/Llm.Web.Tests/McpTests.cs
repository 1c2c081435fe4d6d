using System.Text.Json.Nodes;
using Llm.Providers.Tests;
using Llm.Serving;
using Llm.Tests;

namespace Llm.Web.Tests;

/// <summary>A prompt that uses a real MCP server, through the server.</summary>
public class McpTests : ServedTest
{
    private static readonly string Server = Path.Combine(
        SharedData.RepositoryRoot, "tests", "npm", "node_modules", "@modelcontextprotocol", "server-everything", "dist", "index.js");

    private protected override ServeSettings Settings => base.Settings with { Tools = ["mcp:everything/echo"] };

    private protected override void Prepare() => Write("mcp.json", new JsonObject
    {
        ["mcpServers"] = new JsonObject
        {
            ["everything"] = new JsonObject { ["command"] = NodePackage.Node, ["args"] = new JsonArray(Server, "stdio") },
        },
    }.ToJsonString());

    [Fact]
    public async Task The_result_of_its_tool_reaches_the_client()
    {
        new NodePackage("@modelcontextprotocol/server-everything").SkipWhereMissing();
        var answer = await AnswerAsync("/v1/chat/completions", """
            {"model": "chat", "messages": [{"role": "user", "content": "CALL echo {\"message\": \"hello\"}"}]}
            """);
        ((string)answer["choices"]![0]!["message"]!["content"]!).ShouldBe("results: Echo: hello");
    }
}
