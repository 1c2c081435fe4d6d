using System.Text.Json.Nodes;

namespace Llm.Cli.Tests.Commands;

/// <summary>The commands that keep servers; those that start one are in Llm.Mcp.Tests.</summary>
public sealed class McpTests : IDisposable
{
    private readonly CommandRunner runner = new();

    public void Dispose() => runner.Dispose();

    [Fact]
    public async Task Servers_are_added_listed_shown_and_removed()
    {
        (await runner.RunAsync("mcp")).Output.ShouldBe("");
        await AddAsync("files", "--env", "KEY=${key:files}", "--env", "MODE=a=b", "--", "npx", "-y", "server", "--header", "--");
        await AddAsync("docs", "https://example.com/mcp", "--header", "X-Key", "secret");
        (await runner.RunAsync("mcp", "list")).Output.ShouldBe("files  npx -y server --header --\ndocs   https://example.com/mcp\n");
        var listed = JsonNode.Parse((await runner.RunAsync("mcp", "list", "--json")).Output)!;
        listed.ToJsonString().ShouldBe(
            """[{"name":"files","command":"npx","args":["-y","server","--header","--"],"url":null},{"name":"docs","command":null,"args":null,"url":"https://example.com/mcp"}]""");
        JsonNode.Parse((await runner.RunAsync("mcp", "show", "files")).Output)!["env"]!.ToJsonString()
            .ShouldBe("""{"KEY":"${key:files}","MODE":"***"}""");
        (await runner.RunAsync("mcp", "show", "docs")).Output.ShouldNotContain("secret");
        JsonNode.Parse(File.ReadAllText(runner.Directory.McpFile))!["mcpServers"]!["files"]!["env"]!["MODE"]!.GetValue<string>()
            .ShouldBe("a=b");
        (await runner.RunAsync("mcp", "remove", "files")).ExitCode.ShouldBe(0);
        (await runner.RunAsync("mcp", "list")).Output.ShouldBe("docs  https://example.com/mcp\n");
    }

    [Theory]
    [InlineData("A URL takes no arguments", "a", "https://example.com", "x")]
    [InlineData("--env is for commands", "a", "https://example.com", "--env", "A=B")]
    [InlineData("--header is for URLs", "a", "--header", "A", "B", "--", "run")]
    [InlineData("'A' is not NAME=VALUE.", "a", "--env", "A", "--", "run")]
    [InlineData("Missing argument 'TARGET...'", "a")]
    public async Task What_does_not_go_together_is_refused(string error, params string[] words)
    {
        var result = await runner.RunAsync(["mcp", "add", .. words]);
        (result.ExitCode, result.Error).ShouldSatisfyAllConditions(
            outcome => outcome.ExitCode.ShouldBe(2), outcome => outcome.Error.ShouldContain(error));
        File.Exists(runner.Directory.McpFile).ShouldBeFalse();
    }

    [Theory]
    [InlineData("show")]
    [InlineData("remove")]
    [InlineData("tools")]
    [InlineData("test")]
    public async Task A_server_that_is_not_there(string command)
    {
        var result = await runner.RunAsync("mcp", command, "nobody");
        (result.ExitCode, result.Error).ShouldBe(
            (1, "Error: There is no MCP server 'nobody'. Add one with 'llm mcp add nobody -- COMMAND'.\n"));
    }

    private async Task AddAsync(params string[] words)
    {
        var result = await runner.RunAsync(["mcp", "add", .. words]);
        (result.ExitCode, result.Output, result.Error).ShouldBe((0, "", ""));
    }
}
