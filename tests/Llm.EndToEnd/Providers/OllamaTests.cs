using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.EndToEnd.Providers;

/// <summary>The command with an Ollama server, which is the fake server.</summary>
public class OllamaTests(InstalledTool tool)
{
    private const string Table =
        "model                digest          capabilities                       \n"
        + "fake-chat:latest     111111111111    completion, tools, vision, thinking\n"
        + "fake-embed:latest    222222222222    embedding                          \n";

    [Fact]
    public async Task A_model_is_found_by_its_short_name_and_a_conversation_goes_on()
    {
        await using var server = await FakeServer.StartAsync();
        using var user = new TemporaryUserDirectory();
        (await RunAsync(server, user, "-m", "fake-chat", "-T", "llm_version", "REASON hm\nCALL llm_version {}")).Output
            .ShouldStartWith("results: ");
        server.Requests.Select(request => request.Path).ShouldBe(["/api/tags", "/api/show", "/api/show", "/api/chat", "/api/chat"]);
        (await RunAsync(server, user, "-c", "REPLY one two three four\nCUT")).ExitCode.ShouldBe(1);
        var messages = server.Requests[^1].Json["messages"]!.AsArray();
        messages[1]!["thinking"]!.GetValue<string>().ShouldBe("hm");
        messages[2]!["tool_name"]!.GetValue<string>().ShouldBe("llm_version");
        var logged = JsonNode.Parse((await RunAsync(server, user, "logs", "-n", "1", "--json")).Output)![0]!;
        logged["model"]!.GetValue<string>().ShouldBe("fake-chat:latest");
        logged["response"]!.GetValue<string>().ShouldBe("one two ");
        logged["incomplete"]!.GetValue<string>().ShouldStartWith("error: Connection lost");
        // What is in the list is not looked for again.
        server.Requests.Count(request => request.Path == "/api/tags").ShouldBe(1);
    }

    [Fact]
    public async Task Models_of_others_never_touch_the_server()
    {
        await using var server = await FakeServer.StartAsync();
        using var user = new TemporaryUserDirectory();
        (await RunAsync(server, user, "-m", "gpt-4o-mini", "Hello", "--key", "k")).Output.ShouldBe("echo: Hello\n");
        (await RunAsync(server, user, "-m", "4o-mini", "Hello", "--key", "k")).ExitCode.ShouldBe(0);
        server.Requests.Select(request => request.Path).ShouldAllBe(path => path.EndsWith("/chat/completions", StringComparison.Ordinal));
        Directory.Exists(Path.Combine(user.Path, "cache")).ShouldBeFalse();
    }

    [Fact]
    public async Task Lists_have_the_models_unless_the_plugin_is_left_out()
    {
        await using var server = await FakeServer.StartAsync();
        using var user = new TemporaryUserDirectory();
        (await RunAsync(server, user, "models")).Output.ShouldContain("\nOllama: fake-chat:latest (aliases: fake-chat)\n");
        (await RunAsync(server, user, "embed-models")).Output.ShouldContain("Ollama: fake-embed:latest (aliases: fake-embed)");
        (await RunAsync(server, user, "models", "default", "fake-chat")).ExitCode.ShouldBe(0);
        (await RunAsync(server, user, "Hello")).Output.ShouldBe("echo: Hello\n");

        var count = server.Requests.Count;
        var without = new Dictionary<string, string> { ["OLLAMA_HOST"] = $"127.0.0.1:{server.Port}", ["LLM_LOAD_PLUGINS"] = "" };
        (await Run.ToEndAsync(tool.Path, user.Path, ["models"], environment: without)).Output.ShouldNotContain("Ollama");
        (await Run.ToEndAsync(tool.Path, user.Path, ["ollama"], environment: without)).ShouldBe(
            new Run(1, "", "Error: The plugin llm-ollama is left out: add it to LLM_LOAD_PLUGINS.\n"));
        server.Requests.Count.ShouldBe(count);
    }

    [Fact]
    public async Task A_default_model_is_looked_for_too()
    {
        await using var server = await FakeServer.StartAsync();
        using var user = new TemporaryUserDirectory();
        user.Write("default_model.txt", "fake-chat:latest");
        (await RunAsync(server, user, "Hello")).ShouldBe(new Run(0, "echo: Hello\n", ""));
    }

    [Fact]
    public async Task Vectors_of_a_model_whose_name_was_not_known()
    {
        await using var server = await FakeServer.StartAsync();
        using var user = new TemporaryUserDirectory();
        JsonNode.Parse((await RunAsync(server, user, "embed", "-m", "fake-embed", "-c", "a")).Output)!.AsArray().Count.ShouldBe(8);
        (await RunAsync(server, user, "embed", "notes", "one", "-m", "fake-embed", "-c", "a")).ExitCode.ShouldBe(0);
        (await RunAsync(server, user, "similar", "notes", "-c", "a")).Output.ShouldContain("\"id\": \"one\"");
    }

    [Fact]
    public async Task The_server_is_one_of_the_providers()
    {
        await using var server = await FakeServer.StartAsync();
        using var user = new TemporaryUserDirectory();
        (await RunAsync(server, user, "providers", "models", "ollama")).ShouldBe(new Run(
            0, "", "The models of Ollama are not known yet. Run: llm providers models ollama --refresh\n"));
        const string Models = "Ollama: fake-chat:latest (aliases: fake-chat)\n";
        (await RunAsync(server, user, "providers", "models", "ollama", "--refresh")).Output.ShouldContain(Models);
        (await RunAsync(server, user, "providers", "models", "ollama")).Output.ShouldContain(Models);
        var shown = JsonNode.Parse((await RunAsync(server, user, "providers", "show", "ollama", "--json")).Output)!["builtin"]!;
        shown["server"]!.GetValue<string>().ShouldBe($"http://127.0.0.1:{server.Port}/");
        shown["has_key"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task The_list_is_that_of_the_Python_plugin()
    {
        await using var server = await FakeServer.StartAsync();
        using var user = new TemporaryUserDirectory();
        foreach (var words in (string[][])[["ollama"], ["ollama", "list"], ["ollama", "models"]])
            (await RunAsync(server, user, words)).ShouldBe(new Run(0, Table, ""));
        var json = JsonNode.Parse((await RunAsync(server, user, "ollama", "list", "--json")).Output)!;
        json[1]!.ToJsonString().ShouldBe("""{"name":"fake-embed:latest","digest":"2222222222222222","capabilities":["embedding"]}""");
        var nobody = new Dictionary<string, string> { ["OLLAMA_HOST"] = "127.0.0.1:9" };
        (await Run.ToEndAsync(tool.Path, user.Path, ["ollama", "list"], environment: nobody)).Error
            .ShouldStartWith("Error: Connection error: http://127.0.0.1:9 cannot be reached");
    }

    [Fact]
    public async Task A_download_says_what_it_does_on_standard_error()
    {
        await using var server = await FakeServer.StartAsync();
        using var user = new TemporaryUserDirectory();
        (await RunAsync(server, user, "ollama", "pull", "llama3.2")).ShouldBe(
            new Run(0, "", "pulling manifest\npulling 1111\nverifying sha256 digest\nsuccess\n"));
        (await RunAsync(server, user, "ollama", "pull", "missing")).ShouldBe(
            new Run(1, "", "pulling manifest\nError: pull model manifest: file does not exist\n"));
        // The next list has the model without asking.
        var count = server.Requests.Count;
        (await RunAsync(server, user, "models")).Output.ShouldContain("Ollama: fake-chat:latest");
        server.Requests.Count.ShouldBe(count);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_not_waited_for()
    {
        await using var server = await FakeServer.StartAsync();
        using var user = new TemporaryUserDirectory();
        var nobody = new Dictionary<string, string> { ["OLLAMA_HOST"] = "127.0.0.1:9" };
        (await Run.ToEndAsync(tool.Path, user.Path, ["models"], environment: nobody)).ExitCode.ShouldBe(0);
        (await Run.ToEndAsync(tool.Path, user.Path, ["-m", "fake-chat", "x"], environment: nobody)).ShouldBe(
            new Run(1, "", "Error: 'Unknown model: fake-chat'\n"));
    }

    private Task<Run> RunAsync(FakeServer server, TemporaryUserDirectory user, params string[] arguments) => Run.ToEndAsync(
        tool.Path, user.Path, arguments, environment: new Dictionary<string, string>
        {
            ["OLLAMA_HOST"] = $"127.0.0.1:{server.Port}",
            ["OPENAI_BASE_URL"] = server.BaseAddress,
        });
}
