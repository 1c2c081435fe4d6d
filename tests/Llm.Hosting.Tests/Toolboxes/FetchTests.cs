using System.Net;
using System.Text.Json.Nodes;
using Llm.Testing;
using Llm.Toolboxes;

namespace Llm.Hosting.Tests.Toolboxes;

/// <summary>Pages are got from where they may be got.</summary>
public sealed class FetchTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();
    private readonly LlmHost host;

    public FetchTests() => host = LlmHost.Create(new() { Directory = user.Directory });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:4860:4860::8888", true)]
    public void Public_addresses_are_told_from_others(string address, bool isPublic) =>
        PublicAddress.Is(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Fact]
    public async Task This_machine_is_not_asked_unless_that_is_allowed()
    {
        await using var server = await FakeServer.StartAsync(
            request => FakeReply.Text(request.Path == "/long" ? new string('a', 2_000_000) : "hello"));
        foreach (var name in (string[])["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"])
            (await ErrorOfAsync("Fetch", $"http://{name}:{server.Port}/"))
                .ShouldEndWith("is not a public address; only Fetch(allow_private=true) may connect to it");
        server.Requests.ShouldBeEmpty();
        (await GetAsync("Fetch(allow_private=true)", $"http://localhost:{server.Port}/")).ShouldBe("hello");
        (await GetAsync("Fetch(allow_private=true)", $"http://localhost:{server.Port}/long")).ShouldEndWith("aaa… (truncated after 1 MB)");
    }

    [Theory]
    [InlineData("file:///etc/passwd", "file:///etc/passwd is not an http or https URL")]
    [InlineData("no address", "no address is not an http or https URL")]
    public async Task Only_the_web_is_asked(string url, string message) => (await ErrorOfAsync("Fetch", url)).ShouldBe(message);

    [Fact]
    public async Task What_the_server_refuses_is_told()
    {
        await using var server = await FakeServer.StartAsync(_ => FakeReply.Text("gone", status: 410));
        (await ErrorOfAsync("Fetch(allow_private=true)", $"http://127.0.0.1:{server.Port}/")).ShouldBe("the server answered 410: gone");
    }

    public void Dispose()
    {
        host.Dispose();
        user.Dispose();
    }

    private async Task<string> GetAsync(string toolbox, string url)
    {
        await using var fetch = await host.Tools.SelectAsync([toolbox], null, Token);
        return (await fetch.Tools[0].Implementation!(new ToolCall("Fetch_get", new JsonObject { ["url"] = url }), Token)).Text;
    }

    private async Task<string> ErrorOfAsync(string toolbox, string url) =>
        (await Should.ThrowAsync<LlmException>(() => GetAsync(toolbox, url))).Message;
}
