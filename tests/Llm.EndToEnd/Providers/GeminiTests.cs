using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.EndToEnd.Providers;

/// <summary>The command with the Gemini API, on the fake server.</summary>
public class GeminiTests(InstalledTool tool)
{
    [Theory]
    [InlineData(null, "/v1beta/models/gemini-3.7-flash:streamGenerateContent?alt=sse")]
    [InlineData("v1", "/v1/models/gemini-3.7-flash:streamGenerateContent?alt=sse")]
    public async Task The_version_is_a_setting(string? version, string path)
    {
        await using var server = await FakeServer.StartAsync();
        using var user = new TemporaryUserDirectory();
        if (version is not null) (await RunAsync(server, user, "config", "set", "gemini.api_version", version)).ExitCode.ShouldBe(0);
        (await RunAsync(server, user, "-m", "gemini-3.7-flash", "Hello")).ShouldBe(new Run(0, "echo: Hello\n", ""));
        var request = server.Requests.ShouldHaveSingleItem();
        (request.PathAndQuery, request.Header("x-goog-api-key")).ShouldBe((path, "key-of-the-environment"));
    }

    [Fact]
    public async Task Another_version_is_refused()
    {
        await using var server = await FakeServer.StartAsync();
        using var user = new TemporaryUserDirectory();
        (await RunAsync(server, user, "config", "set", "gemini.api_version", "v2")).ShouldBe(
            new Run(1, "", "Error: gemini.api_version must be v1beta, v1 or v1alpha; 'v2' is not.\n"));
    }

    [Fact]
    public async Task A_conversation_with_thoughts_and_calls_goes_on_and_an_answer_that_is_cut_off_is_kept()
    {
        await using var server = await FakeServer.StartAsync();
        using var user = new TemporaryUserDirectory();
        (await RunAsync(server, user, "-m", "gemini/gemini-3.7-flash", "-T", "llm_version", "REASON hm\nCALL llm_version {}")).Output.ShouldStartWith(
            "results: ");
        (await RunAsync(server, user, "-c", "REPLY one two three four\nCUT")).ExitCode.ShouldBe(1);
        var contents = server.Requests[^1].Json["contents"]!.AsArray();
        contents[1]!["parts"]!.AsArray().ShouldHaveSingleItem()!["thoughtSignature"]!.GetValue<string>().ShouldBe("fake-signature");
        contents[2]!["parts"]![0]!["functionResponse"]!["name"]!.GetValue<string>().ShouldBe("llm_version");
        var logged = JsonNode.Parse((await RunAsync(server, user, "logs", "-n", "1", "--json")).Output)![0]!;
        logged["response"]!.GetValue<string>().ShouldBe("one two ");
        logged["incomplete"]!.GetValue<string>().ShouldStartWith("error: Connection lost");
    }

    [Fact]
    public async Task The_models_are_listed_while_there_is_a_key()
    {
        await using var server = await FakeServer.StartAsync();
        using var user = new TemporaryUserDirectory();
        (await RunAsync(server, user, "models")).Output.ShouldContain("GeminiPro: gemini/gemini-3.7-flash (aliases: gemini-3.7-flash)\n");
        var without = new Dictionary<string, string> { ["LLM_GEMINI_KEY"] = "" };
        (await Run.ToEndAsync(tool.Path, user.Path, ["models"], environment: without)).Output.ShouldNotContain("gemini");
    }

    private Task<Run> RunAsync(FakeServer server, TemporaryUserDirectory user, params string[] arguments) => Run.ToEndAsync(
        tool.Path, user.Path, arguments, environment: new Dictionary<string, string>
        {
            ["GOOGLE_GEMINI_BASE_URL"] = $"http://127.0.0.1:{server.Port}",
            ["LLM_GEMINI_KEY"] = "key-of-the-environment",
        });
}
