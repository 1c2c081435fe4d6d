using Llm.Mcp.Tests;
using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>The protocol spoken by the command itself, whose native build leaves out what it does not need of the SDK.</summary>
public class McpTests(InstalledTool tool)
{
    [Fact]
    public async Task Tools_resources_and_prompts_of_a_real_server()
    {
        var script = NpmPackages.Everything;
        await using var server = await FakeServerProcess.StartAsync();
        using var user = new TemporaryUserDirectory();
        user.Write(
            "extra-openai-models.yaml",
            $"- {{model_id: fake, model_name: fake, api_base: '{server.BaseAddress}', supports_tools: true}}\n");
        Task<Run> CallAsync(params string[] arguments) => Run.ToEndAsync(tool.Path, user.Path, arguments, []);

        (await CallAsync("mcp", "add", "every", "--", "node", script)).ExitCode.ShouldBe(0);
        (await CallAsync("mcp", "test", "every")).Output.ShouldContain(" tools, ");
        var calls = await CallAsync("-m", "fake", "-T", "mcp:every", """
            CALL echo {"message": "hello"}
            CALL get-sum {"a": 2, "b": 3}
            CALL get-structured-content {"location": "New York"}
            CALL get-annotated-message {"messageType": "error", "includeImage": true}
            CALL get-tiny-image {}
            CALL trigger-long-running-operation {"duration": 1, "steps": 2}
            CALL get-resource-links {"count": 2}
            """);
        calls.ExitCode.ShouldBe(0, calls.Error);
        calls.Output.ShouldStartWith("results: Echo: hello | The sum of 2 and 3 is 5. | {\"temperature\"");
        foreach (var part in (string[])["Error: Operation failed", "MCP logo", "Steps: 2", "Text Resource 2"]) calls.Output.ShouldContain(part);
        (await CallAsync("-m", "fake", "-f", "mcp:every/demo://resource/static/document/features.md", "hi")).Output
            .ShouldStartWith("echo: # Everything Server");
        (await CallAsync("-m", "fake", "-t", "mcp:every/args-prompt", "-p", "city", "Paris", "-p", "state", "x")).Output
            .ShouldBe("echo: What's weather in Paris, x?\n");
    }

    [Theory]
    [InlineData(EverythingServer.StreamableHttp)]
    [InlineData(EverythingServer.Events)]
    public async Task A_real_server_with_an_address(string transport)
    {
        using var everything = await EverythingServer.StartAsync(transport, TestContext.Current.CancellationToken);
        await using var server = await FakeServerProcess.StartAsync();
        using var user = new TemporaryUserDirectory();
        user.Write(
            "extra-openai-models.yaml",
            $"- {{model_id: fake, model_name: fake, api_base: '{server.BaseAddress}', supports_tools: true}}\n");
        Task<Run> CallAsync(params string[] arguments) => Run.ToEndAsync(tool.Path, user.Path, arguments, []);

        (await CallAsync("mcp", "add", "every", everything.Address)).ExitCode.ShouldBe(0);
        (await CallAsync("mcp", "test", "every")).Output.ShouldContain(" tools, ");
        // The server sends messages of its log while it waits.
        var calls = await CallAsync("-m", "fake", "-T", "mcp:every", """
            CALL echo {"message": "hello"}
            CALL toggle-simulated-logging {}
            CALL trigger-long-running-operation {"duration": 1, "steps": 2}
            CALL get-tiny-image {}
            """);
        calls.ExitCode.ShouldBe(0, calls.Error);
        calls.Output.ShouldStartWith("results: Echo: hello | ");
        calls.Output.ShouldContain("Steps: 2");
        (await CallAsync("-m", "fake", "-f", "mcp:every/demo://resource/static/document/features.md", "hi")).Output
            .ShouldStartWith("echo: # Everything Server");
        (await CallAsync("-m", "fake", "-t", "mcp:every/args-prompt", "-p", "city", "Paris", "-p", "state", "x")).Output
            .ShouldBe("echo: What's weather in Paris, x?\n");
    }

    [Fact]
    public async Task The_command_as_a_server()
    {
        using var user = new TemporaryUserDirectory();
        (await Run.ToEndAsync(tool.Path, user.Path, ["-m", "echo", "a pelican"], [])).ExitCode.ShouldBe(0);
        using var process = Run.Start(tool.Path, user.Path, null, "mcp", "serve");
        async Task<string> AskAsync(string message)
        {
            await process.StandardInput.WriteLineAsync(message);
            await process.StandardInput.FlushAsync();
            return (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)))!;
        }

        (await AskAsync("""
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
            """)).ShouldContain("\"serverInfo\"");
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        (await AskAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/list"}""")).ShouldContain("\"search_logs\"");
        (await AskAsync("""
            {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"search_logs","arguments":{"query":"pelican"}}}
            """)).ShouldContain("a pelican");
        (await AskAsync("""{"jsonrpc":"2.0","id":4,"method":"nothing/known"}""")).ShouldContain("\"error\"");
        process.StandardInput.Close();
        (await Run.FinishAsync(process)).ExitCode.ShouldBe(0);
    }
}
