using Llm.Json;
using Llm.Providers.Ollama;
using Llm.Testing;

namespace Llm.Providers.Tests.Ollama;

public sealed class OllamaServerTests : OllamaTest, IDisposable
{
    private readonly TemporaryUserDirectory user = new();

    public void Dispose() => user.Dispose();

    [Fact]
    public async Task A_download_reports_what_it_does()
    {
        var states = await PullAsync("llama3.2");
        states.ShouldBe(
            ["pulling manifest 0/0", "pulling 1111 0/2000", "pulling 1111 2000/2000", "verifying sha256 digest 0/0", "success 0/0"]);
        var request = Server.Requests[^1];
        (request.Method, request.Path).ShouldBe(("POST", "/api/pull"));
        request.Json.ShouldBeJson("""{"model": "llama3.2", "stream": true}""");
    }

    [Fact]
    public async Task Files_of_any_size()
    {
        Server.Enqueue(FakeReply.Lines(
            """{"status": "pulling", "total": 8000000000, "completed": 7000000000}""", """{"status": "success"}"""));
        (await PullAsync("m")).ShouldBe(["pulling 7000000000/8000000000", "success 0/0"]);
    }

    [Fact]
    public async Task A_model_that_does_not_exist_is_an_error() =>
        (await Should.ThrowAsync<ProviderException>(() => PullAsync("missing"))).Message
            .ShouldBe("pull model manifest: file does not exist");

    [Fact]
    public async Task A_download_that_ends_early_is_an_error()
    {
        Server.Enqueue(FakeReply.Lines("""{"status": "pulling manifest"}"""));
        (await Should.ThrowAsync<ProviderException>(() => PullAsync("m"))).Message.ShouldStartWith("Connection lost");
    }

    [Fact]
    public async Task The_list_is_asked_for_whenever_it_is_wanted()
    {
        var server = NewServer();
        foreach (var _ in (int[])[1, 2])
            (await server.ListAsync(TestContext.Current.CancellationToken)).Select(model => model.Text("name"))
                .ShouldBe(["fake-chat:latest", "fake-embed:latest"]);
        Server.Requests.Count(request => request.Path == "/api/tags").ShouldBe(2);
    }

    private async Task<List<string>> PullAsync(string name)
    {
        var states = new List<string>();
        await NewServer().PullAsync(
            name, (status, completed, total) => states.Add($"{status} {completed}/{total}"), TestContext.Current.CancellationToken);
        return states;
    }

    private OllamaServer NewServer() => new(Address, Http, NewServices(), Path.Combine(user.Path, "cache", "ollama.json"));
}
