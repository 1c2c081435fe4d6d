using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Llm.Testing;

namespace Llm.Mcp.Tests.Servers;

/// <summary>Servers with an address.</summary>
public sealed class HttpTests : McpTest
{
    [Fact]
    public async Task A_server_is_reached_over_streamable_HTTP()
    {
        using var server = await EverythingServer.StartAsync(EverythingServer.StreamableHttp, Token);
        Servers.Store.Add(McpServerSettings.FromUrl("web", server.Address, []));
        await using (var toolbox = await PreparedAsync(Servers.Toolbox("web")))
        {
            (await CallAsync(toolbox, "echo", """{"message": "hi"}""")).Text.ShouldBe("Echo: hi");
            (await CallAsync(
                toolbox, "trigger-long-running-operation", """{"duration": 0.4, "steps": 2}""")).Text.ShouldContain("completed");
            // The last one may come together with the result and is left out then.
            Progress.Reports[0].Value.ShouldBe(1);
            Progress.Reports[^1].IsOver.ShouldBeTrue();
            server.Kill();
            (await Should.ThrowAsync<McpServerException>(() => CallAsync(toolbox, "echo", """{"message": "hi"}"""))).Message
                .ShouldStartWith("The MCP server 'web' failed: ");
        }

        await using var unreachable = Servers.Toolbox("web");
        (await Should.ThrowAsync<McpServerException>(
            () => unreachable.GetToolsAsync(Token))).Message.ShouldContain("Connection refused");
    }

    [Fact]
    public async Task A_server_of_the_older_protocol_is_reached_too()
    {
        using var server = await EverythingServer.StartAsync(EverythingServer.Events, Token);
        Servers.Store.Add(McpServerSettings.FromUrl("web", server.Address, []));
        await using var toolbox = await PreparedAsync(Servers.Toolbox("web"));
        (await CallAsync(toolbox, "echo", """{"message": "hi"}""")).Text.ShouldBe("Echo: hi");
    }

    [Fact]
    public async Task Headers_are_sent_with_keys_and_a_refusal_does_not_show_them()
    {
        await using var server = await FakeServer.StartAsync(_ => FakeReply.Error(401, "bad key secret-1"));
        User.Write("keys.json", """{"docs": "secret-1"}""");
        Servers.Store.Add(McpServerSettings.FromUrl("docs", $"{server.BaseAddress}/mcp", [new("Authorization", "Bearer ${key:docs}")]));
        await using var toolbox = Servers.Toolbox("docs");
        var error = await Should.ThrowAsync<McpServerException>(() => toolbox.GetToolsAsync(Token));
        error.Message.ShouldStartWith("The MCP server 'docs' failed: ");
        error.Message.ShouldContain("401");
        error.Message.ShouldNotContain("secret-1");
        server.Requests[0].Header("Authorization").ShouldBe("Bearer secret-1");
    }

    [Theory]
    [InlineData(null, 401, "401 (Unauthorized)")]
    [InlineData("http", 401, "401 (Unauthorized)")]
    [InlineData("http", 403, "403 (Forbidden)")]
    [InlineData("http", 500, "500 (Internal Server Error)")]
    [InlineData("http", 307, "307 (Temporary Redirect)")]
    [InlineData("http", 404, "404 (Not Found)")]
    public async Task The_first_refusal_is_told_where_a_server_has_no_older_form(string? type, int status, string told)
    {
        await using var web = await FakeServer.StartAsync(request => FakeReply.Error(request.Method == "POST" ? status : 405, "no"));
        var server = McpServerSettings.FromUrl("docs", $"{web.BaseAddress}/mcp", []);
        if (type is null) server.Json.Remove("type");
        Servers.Store.Add(server);
        await using var toolbox = Servers.Toolbox("docs");
        var message = (await Should.ThrowAsync<McpServerException>(() => toolbox.GetToolsAsync(Token))).Message;
        message.ShouldStartWith("The MCP server 'docs' failed: ");
        message.ShouldContain(told);
        message.ShouldNotContain("405");
    }

    [Fact]
    public async Task A_session_that_the_server_forgot_is_begun_anew_and_the_call_repeated()
    {
        await using var web = new SessionServer();
        await web.StartAsync();
        Servers.Store.Add(McpServerSettings.FromUrl("docs", web.Address, []));
        await using var toolbox = await PreparedAsync(Servers.Toolbox("docs"));
        (await CallAsync(toolbox, "count")).Text.ShouldBe("1");
        web.Forget();
        (await CallAsync(toolbox, "count")).Text.ShouldBe("2");
        web.Forget();
        var both = await Task.WhenAll(CallAsync(toolbox, "count"), CallAsync(toolbox, "count"), CallAsync(toolbox, "count"));
        both.Select(output => output.Text).Order().ShouldBe(["3", "4", "5"]);
        web.Sessions.ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_forgets_every_session_is_not_asked_without_end()
    {
        await using var web = new SessionServer { ForgetsAtOnce = true };
        await web.StartAsync();
        Servers.Store.Add(McpServerSettings.FromUrl("docs", web.Address, []));
        await using var toolbox = await PreparedAsync(Servers.Toolbox("docs"));
        for (var i = 0; i < 2; i++)
            (await Should.ThrowAsync<McpServerException>(() => CallAsync(toolbox, "count"))).Message.ShouldContain("404");
        web.Sessions.ShouldBeLessThan(5);
    }

    [Fact]
    public async Task Connections_end_with_the_toolbox()
    {
        await using var server = await FakeServer.StartAsync(_ => FakeReply.Error(401, "no"));
        Servers.Store.Add(McpServerSettings.FromUrl("docs", $"{server.BaseAddress}/mcp", []));
        await using (var toolbox = Servers.Toolbox("docs")) await Should.ThrowAsync<McpServerException>(() => toolbox.GetToolsAsync(Token));
        var port = new Uri(server.BaseAddress).Port;
        for (var start = Stopwatch.GetTimestamp(); OpenTo(port) > 0 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(3);)
            await Task.Delay(50, Token);
        OpenTo(port).ShouldBe(0);
    }

    [Fact]
    public async Task A_server_that_accepts_and_never_answers_is_given_up()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = McpServerSettings.FromUrl("mute", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/mcp", []);
        server.Json["startTimeout"] = 1;
        Servers.Store.Add(server);
        await using var toolbox = Servers.Toolbox("mute");
        (await Should.ThrowAsync<McpServerException>(() => toolbox.GetToolsAsync(Token))).Message.ShouldBe(
            "The MCP server 'mute' did not answer within 1 seconds.");
    }

    private static int OpenTo(int port) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(connection => connection.RemoteEndPoint.Port == port && connection.State == TcpState.Established);
}
