using System.Net;
using System.Net.Sockets;
using System.Text;
using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary>Requests of the command go through the proxies of the environment, or past them.</summary>
public sealed class ProxyTests(InstalledTool tool) : IAsyncLifetime
{
    private const string User = "us%40er:pass-word-123";
    private readonly TemporaryUserDirectory user = new();

    /// <summary>The server in the role of a proxy, which receives the same requests with a whole address in the first line.</summary>
    private FakeServer proxy = null!;
    private FakeServer server = null!;

    public async ValueTask InitializeAsync()
    {
        proxy = await FakeServer.StartAsync();
        server = await FakeServer.StartAsync();
        user.Write("settings.yaml", "retries: 0\n");
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        await server.DisposeAsync();
        user.Dispose();
    }

    [Fact]
    public async Task A_prompt_goes_through_the_proxy_with_its_user()
    {
        proxy.Enqueue(FakeReply.Text("", status: 407).WithHeader("Proxy-Authenticate", "Basic realm=\"x\""));
        var run = await AskAsync("http://api.internal.test/v1", ("http_proxy", $"http://{User}@127.0.0.1:{proxy.Port}"));
        run.Error.ShouldBeEmpty();
        var request = proxy.Requests[^1];
        request.Header("Host").ShouldBe("api.internal.test");
        request.Header("Proxy-Authorization").ShouldBe("Basic " + Convert.ToBase64String("us@er:pass-word-123"u8));
    }

    [Fact]
    public async Task A_proxy_that_refuses_the_user_is_named_without_the_password()
    {
        for (var i = 0; i < 3; i++)
            proxy.Enqueue(FakeReply.Text("", status: 407).WithHeader("Proxy-Authenticate", "Basic realm=\"x\""));
        var run = await AskAsync("http://api.internal.test/v1", ("http_proxy", $"http://{User}@127.0.0.1:{proxy.Port}"));
        run.Error.ShouldContain("407 - Proxy Authentication Required");
        run.Error.ShouldNotContain("pass-word");
    }

    [Theory]
    [InlineData("NO_PROXY", "*")]
    [InlineData("NO_PROXY", "127.0.0.1:PORT")]
    [InlineData("no_proxy", "127.0.0.1")]
    [InlineData("http_proxy", "")]
    public async Task A_server_that_the_user_excludes_is_asked_itself(string variable, string value)
    {
        value = value.Replace("PORT", $"{server.Port}", StringComparison.Ordinal);
        var run = await AskAsync(server.BaseAddress, ("HTTP_PROXY", $"http://127.0.0.1:{proxy.Port}"), (variable, value));
        run.Error.ShouldBeEmpty();
        (server.Requests.Count, proxy.Requests.Count).ShouldBe((1, 0));
    }

    [Theory]
    [InlineData("all_proxy", "socks4://me:secret@127.0.0.1:1")]
    [InlineData("HTTPS_PROXY", "ftp://me:secret@127.0.0.1:1")]
    public async Task A_proxy_of_an_unknown_kind_sends_nothing(string variable, string value)
    {
        var run = await AskAsync(server.BaseAddress, (variable, value));
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith($"Error: The environment variable {variable} names a proxy with the scheme '");
        run.Error.ShouldNotContain("secret");
        server.Requests.ShouldBeEmpty();

        var doctor = await Run.ToEndAsync(tool.Path, user.Path, ["doctor"], [], Environment((variable, value)));
        doctor.ExitCode.ShouldBe(1);
        doctor.Output.ShouldContain($"The environment variable {variable} names a proxy");
        doctor.Output.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("socks5")]
    [InlineData("socks5h")]
    public async Task A_socks_proxy_receives_the_name_and_the_user(string scheme)
    {
        using var socks = new SocksProxy(server.Port);
        var run = await AskAsync("http://api.internal.test/v1", ("all_proxy", $"{scheme}://{User}@127.0.0.1:{socks.Port}"));
        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        (await socks.Seen).ShouldBe("us@er pass-word-123 api.internal.test:80");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Fragments_use_the_proxy_and_the_doctor_shows_it_without_the_password()
    {
        var environment = Environment(
            ("HTTP_PROXY", $"http://{User}@127.0.0.1:{proxy.Port}"), ("NO_PROXY", $"127.0.0.1:{server.Port}"));
        proxy.Enqueue(FakeReply.Text("from the page"));
        var run = await Run.ToEndAsync(tool.Path, user.Path, ["-m", "m", "-f", "http://pages.test/a", "hi", "-n"], [], environment);
        run.Error.ShouldBeEmpty();
        proxy.Requests.ShouldHaveSingleItem().Header("Host").ShouldBe("pages.test");

        var doctor = await Run.ToEndAsync(tool.Path, user.Path, ["doctor"], [], environment);
        doctor.Output.ShouldContain(
            $"proxy  http://127.0.0.1:{proxy.Port} (HTTP_PROXY); not used for 127.0.0.1:{server.Port} (NO_PROXY)\n");
        doctor.Output.ShouldNotContain("pass-word");
    }

    [Fact]
    public async Task Mcp_servers_use_the_proxy()
    {
        var environment = Environment(("http_proxy", $"http://{User}@127.0.0.1:{proxy.Port}"));
        await Run.ToEndAsync(tool.Path, user.Path, ["mcp", "add", "x", "http://mcp.test/rpc"], [], environment);
        await Run.ToEndAsync(tool.Path, user.Path, ["mcp", "test", "x"], [], environment);
        proxy.Requests[0].Header("Host").ShouldBe("mcp.test");
    }

    [Fact]
    public async Task A_page_behind_a_proxy_that_fails_names_it()
    {
        var run = await Run.ToEndAsync(
            tool.Path, user.Path, ["-m", "m", "-f", "http://pages.test/a", "hi", "-n"], [],
            Environment(("http_proxy", "http://me:secret@127.0.0.1:9")));
        run.Error.ShouldContain("http://pages.test/a cannot be fetched through the proxy 127.0.0.1:9: Connection refused");
        run.Error.ShouldNotContain("secret");
    }

    private Task<Run> AskAsync(string address, params (string, string)[] variables)
    {
        user.Write("extra-openai-models.yaml", $"- {{model_id: m, model_name: m, api_base: '{address}'}}\n");
        return Run.ToEndAsync(tool.Path, user.Path, ["-m", "m", "hi", "-n"], [], Environment(variables));
    }

    private Dictionary<string, string> Environment(params (string Name, string Value)[] variables)
    {
        if (!File.Exists(user.Directory.ExtraOpenAIModelsFile))
            user.Write("extra-openai-models.yaml", $"- {{model_id: m, model_name: m, api_base: '{server.BaseAddress}'}}\n");
        return variables.ToDictionary(variable => variable.Name, variable => variable.Value);
    }

    /// <summary>A SOCKS 5 proxy (RFC 1928, RFC 1929) that leads one connection to a port of this machine.</summary>
    private sealed class SocksProxy : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public SocksProxy(int target)
        {
            listener.Start();
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
            Seen = ServeAsync(target);
        }

        public int Port { get; }

        /// <summary>User, password and target of the connection.</summary>
        public Task<string> Seen { get; }

        public void Dispose() => listener.Dispose();

        private async Task<string> ServeAsync(int target)
        {
            var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            async Task<byte[]> ReadAsync(int count)
            {
                var bytes = new byte[count];
                await stream.ReadExactlyAsync(bytes);
                return bytes;
            }

            async Task<string> TextAsync() => Encoding.UTF8.GetString(await ReadAsync((await ReadAsync(1))[0]));

            await ReadAsync((await ReadAsync(2))[1]);
            await stream.WriteAsync(new byte[] { 5, 2 });
            await ReadAsync(1);
            var (name, password) = (await TextAsync(), await TextAsync());
            await stream.WriteAsync(new byte[] { 1, 0 });
            // The name of the server and not an address.
            (await ReadAsync(4))[3].ShouldBe((byte)3);
            var (host, port) = (await TextAsync(), await ReadAsync(2));
            await stream.WriteAsync(new byte[] { 5, 0, 0, 1, 127, 0, 0, 1, 0, 0 });
            var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, target);
            _ = stream.CopyToAsync(server.GetStream());
            _ = server.GetStream().CopyToAsync(stream);
            return $"{name} {password} {host}:{(port[0] << 8) + port[1]}";
        }
    }
}
