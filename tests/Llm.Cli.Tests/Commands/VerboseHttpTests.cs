using Llm.Providers.Tests;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

/// <summary><c>--verbose-http</c>, with models of every provider at a fake server.</summary>
[Collection(nameof(EnvironmentVariables))]
public sealed class VerboseHttpTests : IAsyncLifetime
{
    private const string Key = "sk-secret/0123456789";

    private readonly CommandRunner llm = new() { LoadPlugins = null };
    private FakeServer server = null!;
    private EnvironmentVariables variables = null!;

    public async ValueTask InitializeAsync()
    {
        server = await FakeServer.StartAsync();
        var root = $"http://127.0.0.1:{server.Port}";
        variables = new EnvironmentVariables(
            ("OPENAI_BASE_URL", server.BaseAddress), ("ANTHROPIC_BASE_URL", root), ("GOOGLE_GEMINI_BASE_URL", root), ("OLLAMA_HOST", root),
            ("OLLAMA_API_KEY", null));
        llm.User.Write("providers.yaml", $"own:\n  base: {server.BaseAddress}\n  key: own\n");
    }

    public async ValueTask DisposeAsync()
    {
        variables.Dispose();
        llm.Dispose();
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("gpt-5.5")]
    [InlineData("gpt-3.5-turbo-instruct")]
    [InlineData("claude-opus-5.5")]
    [InlineData("gemini-3.5-flash")]
    [InlineData("own/m")]
    public async Task Requests_and_answers_of_every_provider_are_shown_without_keys(string model)
    {
        var answered = await llm.RunAsync("-m", model, "hi", "--key", Key, "--verbose-http");
        answered.ExitCode.ShouldBe(0, answered.Error);
        answered.Error.ShouldContain("Request: POST http://127.0.0.1:");
        answered.Error.ShouldContain("Response: status_code=200");
        answered.Error.ShouldContain("[...]");
        answered.Error.ShouldNotContain(Key);

        server.Enqueue(FakeReply.Error(401, $"The key {Key} is wrong").WithHeader("x-echo", Key));
        var refused = await llm.RunAsync("-m", model, "hi", "--key", Key, "--verbose-http", "--no-stream");
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("Response: status_code=401");
        refused.Error.ShouldContain("The key [...] is wrong");
        refused.Error.ShouldNotContain(Key);
        (await llm.RunAsync("-m", model, "hi", "--key", Key)).Error.ShouldBe("");
    }

    [Fact]
    public async Task Ollama_is_shown_too()
    {
        (await llm.RunAsync("ollama", "list")).ExitCode.ShouldBe(0);
        var answered = await llm.RunAsync("-m", "fake-chat:latest", "hi", "--verbose-http");
        answered.Error.ShouldContain("Request: POST http://127.0.0.1:");
        answered.Error.ShouldContain("Response: status_code=200");
    }

    [Fact]
    public async Task Chats_and_endpoints_have_the_option_too()
    {
        (await llm.ChatAsync(["hi"], "-m", "gpt-4o", "--key", Key, "--verbose-http")).Error.ShouldContain("Request: POST ");
        var asked = await llm.RunAsync(
            "openai", "endpoint", server.BaseAddress, "hi", "-m", "m", "--key", Key, "-H", "X-Api-Key", "another-secret", "--verbose-http");
        asked.Output.ShouldBe("echo: hi\n");
        asked.Error.ShouldContain("Request: POST ");
        asked.Error.ShouldNotContain(Key);
        asked.Error.ShouldNotContain("another-secret");
    }
}
