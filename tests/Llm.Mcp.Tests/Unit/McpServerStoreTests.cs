using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Mcp.Tests.Unit;

public sealed class McpServerStoreTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();

    private McpServerStore Store => new(user.Directory);

    public void Dispose() => user.Dispose();

    [Fact]
    public void Entries_of_other_clients_are_understood()
    {
        user.Write("mcp.json", """
            {"mcpServers": {
              "files": {"type": "stdio", "command": "npx", "args": ["-y", "server", 3], "env": {"DEBUG": true, "N": 1}, "cwd": "/tmp", "timeout": 7, "startTimeout": 0.5},
              "docs": {"url": "https://example.com/mcp", "headers": {"X-Key": "${key:docs}"}, "timeout": "soon"},
              "odd": {}
            }}
            """);
        var servers = Store.List();
        servers.Select(server => server.Target).ShouldBe(["npx -y server 3", "https://example.com/mcp", "(neither command nor url)"]);
        servers[0].Environment.ShouldBe(new Dictionary<string, string> { ["DEBUG"] = "true", ["N"] = "1" });
        (servers[0].WorkingDirectory, servers[0].CallTimeout.TotalSeconds, servers[0].StartTimeout.TotalSeconds).ShouldBe(("/tmp", 7, 0.5));
        servers[1].Headers.ShouldBe(new Dictionary<string, string> { ["X-Key"] = "${key:docs}" });
        (servers[1].CallTimeout, servers[1].StartTimeout).ShouldBe((TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Changes_at_once_lose_nothing()
    {
        var store = Store;
        Parallel.For(0, 30, i => store.Add(McpServerSettings.FromCommand($"s{i}", "run", [], [])));
        store.List().Count.ShouldBe(30);
        Parallel.For(0, 30, i => store.Remove($"s{i}"));
        store.List().ShouldBeEmpty();
    }

    [Fact]
    public void What_is_not_understood_survives_a_change()
    {
        user.Write("mcp.json", """{"inputs": [1], "mcpServers": {"a": {"command": "x", "disabled": true}, "b": {"url": "http://b"}}}""");
        Store.Add(McpServerSettings.FromCommand("c", "run", ["--fast"], [new("K", "V")]));
        Store.Remove("b");
        JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(Store.Path)), JsonNode.Parse("""
            {"inputs": [1], "mcpServers": {"a": {"command": "x", "disabled": true}, "c": {"command": "run", "args": ["--fast"], "env": {"K": "V"}}}}
            """)).ShouldBeTrue(File.ReadAllText(Store.Path));
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(Store.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void The_first_server_makes_the_file()
    {
        Store.List().ShouldBeEmpty();
        Store.Add(McpServerSettings.FromUrl("docs", "https://example.com/mcp", []));
        Store.Get("docs").Url.ShouldBe("https://example.com/mcp");
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("a b")]
    public void Names_that_could_not_be_used_are_refused(string name) =>
        Should.Throw<LlmException>(
            () => Store.Add(McpServerSettings.FromUrl(name, "http://x", []))).Message.ShouldContain("use letters, digits");

    [Theory]
    [InlineData("http://")]
    [InlineData("example.com")]
    public void Addresses_that_are_none_are_refused(string url) =>
        Should.Throw<LlmException>(() => Store.Add(McpServerSettings.FromUrl("a", url, []))).Message.ShouldBe(
            $"The MCP server 'a' cannot be added: {url} is not an HTTP URL.");

    [Fact]
    public void An_address_of_another_kind_is_no_program() =>
        Should.Throw<LlmException>(() => Store.Add(McpServerSettings.FromCommand("a", "ftp://h/", [], []))).Message
            .ShouldBe("The MCP server 'a' cannot be added: ftp://h/ is neither a program nor an HTTP URL.");

    [Fact]
    public void Mistakes_are_told()
    {
        Should.Throw<LlmException>(() => Store.Get("a")).Message.ShouldBe(
            "There is no MCP server 'a'. Add one with 'llm mcp add a -- COMMAND'.");
        Store.Add(McpServerSettings.FromUrl("docs", "http://x", []));
        Should.Throw<LlmException>(() => Store.Add(McpServerSettings.FromUrl("docs", "http://y", []))).Message.ShouldStartWith(
            "There is already an MCP server 'docs'.");
        Should.Throw<LlmException>(() => Store.Remove("a")).Message.ShouldBe("There is no MCP server 'a'. There are: docs");
        user.Write("mcp.json", """{"mcpServers": []}""");
        Should.Throw<LlmException>(() => Store.List()).Message.ShouldContain("must be an object of servers by name");
        user.Write("mcp.json", "{");
        Should.Throw<LlmException>(() => Store.List()).Message.ShouldContain("is not valid JSON");
    }

    [Fact]
    public void Secrets_are_masked_and_references_are_not()
    {
        var server = McpServerSettings.FromUrl("docs", "http://x", [new("A", "Bearer ${key:docs}"), new("B", "${key:docs}"), new("C", "literal")]);
        var shown = server.Masked()["headers"]!.AsObject().Select(header => header.Value!.GetValue<string>());
        shown.ShouldBe(["*** ${key:docs}", "${key:docs}", "***"]);
        server.Headers["C"].ShouldBe("literal");
    }
}
