using System.Diagnostics;
using System.Net.Sockets;
using Llm.Testing;

namespace Llm.EndToEnd;

/// <summary><c>llm serve</c> as users start it: the command checks, and a program of its own serves.</summary>
public sealed class ServeTests(InstalledTool tool) : IDisposable
{
    private const string Question = """{"model": "echo", "messages": [{"role": "user", "content": "Hi"}]}""";

    private readonly TemporaryUserDirectory user = new();

    public void Dispose() => user.Dispose();

    [Fact]
    public async Task It_answers_logs_and_stops_at_a_signal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent with kill");
        using var server = await StartAsync("-p", "0");
        using var client = new HttpClient();
        using var answer = await client.PostAsync(new Uri($"{server.Address}/v1/chat/completions"), new StringContent(Question));
        (await answer.Content.ReadAsStringAsync()).ShouldContain("\"finish_reason\":\"stop\"");
        // The command has become the server.
        File.ResolveLinkTarget($"/proc/{server.Process.Id}/exe", returnFinalTarget: true)!.Name.ShouldBe("llm-serve");
        Process.Start("kill", ["-TERM", $"{server.Process.Id}"]).WaitForExit();
        var end = await Run.FinishAsync(server.Process);
        end.ExitCode.ShouldBe(0, end.Error);
        (await LlmAsync("logs", "-r", "-n", "1")).Output.ShouldContain("Hi");
    }

    [Fact]
    public async Task It_listens_on_a_socket_that_only_the_user_can_open()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes of files are Unix's");
        var path = Path.Combine(user.Path, "llm.sock");
        using var server = await StartAsync("--unix-socket", path);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler);
        (await client.GetStringAsync(new Uri("http://llm/health"))).ShouldBe("""{"status":"ok"}""");
        var second = await LlmAsync("serve", "--unix-socket", path);
        second.ExitCode.ShouldBe(1);
        second.Error.ShouldContain("Another server listens");
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_what_to_do()
    {
        using var server = await StartAsync("-p", "0");
        var port = new Uri(server.Address).Port;
        var run = await LlmAsync("serve", "-p", $"{port}");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain($"{port}");
        run.Error.ShouldContain("--port");
    }

    [Fact]
    public async Task Clients_elsewhere_need_a_token_that_the_command_makes()
    {
        var refused = await LlmAsync("serve", "--host", "0.0.0.0", "-p", "0");
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("llm serve token create");
        var token = (await LlmAsync("serve", "token", "create", "laptop")).Output.Trim();
        token.ShouldStartWith("llm-");
        (await LlmAsync("serve", "token")).Output.ShouldContain($"laptop: …{token[^4..]}");
        using var server = await StartAsync("-p", "0", "--require-token");
        using var client = new HttpClient();
        ((int)(await client.GetAsync(new Uri($"{server.Address}/v1/models"))).StatusCode).ShouldBe(401);
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        ((int)(await client.GetAsync(new Uri($"{server.Address}/v1/models"))).StatusCode).ShouldBe(200);
        (await LlmAsync("serve", "token", "revoke", "laptop")).ExitCode.ShouldBe(0);
        ((int)(await client.GetAsync(new Uri($"{server.Address}/v1/models"))).StatusCode).ShouldBe(401);
        (await LlmAsync("serve", "token", "revoke", "laptop")).Error.ShouldContain("There is no token laptop");
    }

    [Fact]
    public async Task Without_its_runtime_it_says_which_one_is_missing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the runtime is hidden by variables");
        var run = await Run.ToEndAsync(
            tool.Path, user.Path, ["serve", "-p", "0"],
            environment: new Dictionary<string, string> { ["DOTNET_ROOT"] = "/nowhere", ["PATH"] = "/nowhere" });
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("ASP.NET Core 10 runtime");
        run.Error.ShouldContain("aspnetcore-runtime-10.0");
    }

    [Theory]
    [InlineData("--port must be between", "serve", "-p", "70000")]
    [InlineData("no IP address", "serve", "--host", "example.com")]
    [InlineData("no origin", "serve", "--cors", "example.com")]
    [InlineData("Unknown model: nope", "serve", "-m", "nope")]
    public async Task Wrong_settings_are_refused_before_anything_starts(string reason, params string[] arguments)
    {
        var run = await LlmAsync(arguments);
        run.ExitCode.ShouldNotBe(0);
        run.Error.ShouldContain(reason);
    }

    private Task<Run> LlmAsync(params string[] arguments) => Run.ToEndAsync(tool.Path, user.Path, arguments);

    private async Task<RunningServer> StartAsync(params string[] arguments)
    {
        var process = Run.Start(tool.Path, user.Path, null, ["serve", .. arguments]);
        process.StandardInput.Close();
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        line.ShouldNotBeNull(line is null ? await process.StandardError.ReadToEndAsync() : "");
        return new RunningServer(process, line.Split(' ')[2]);
    }

    private sealed record RunningServer(Process Process, string Address) : IDisposable
    {
        public void Dispose()
        {
            if (!Process.HasExited) Process.Kill(entireProcessTree: true);
            Process.Dispose();
        }
    }
}
