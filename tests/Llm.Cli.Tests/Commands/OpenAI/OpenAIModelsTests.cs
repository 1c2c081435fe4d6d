using Llm.Providers.Tests;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands.OpenAI;

/// <summary><c>llm openai models</c>, at the address that a variable names.</summary>
[Collection(nameof(EnvironmentVariables))]
public sealed class OpenAIModelsTests : IAsyncLifetime
{
    private const string Key = "sk-test-0123456789";

    private readonly CommandRunner llm = new();
    private FakeServer server = null!;
    private EnvironmentVariables variables = null!;

    public async ValueTask InitializeAsync()
    {
        server = await FakeServer.StartAsync();
        variables = new EnvironmentVariables(("OPENAI_BASE_URL", server.BaseAddress), ("OPENAI_API_KEY", null));
    }

    public async ValueTask DisposeAsync()
    {
        variables.Dispose();
        llm.Dispose();
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_table_and_the_JSON_are_those_of_the_Python_tool()
    {
        const string Answer = """
            {"object": "list", "data": [
              {"id": "gpt-5.5", "object": "model", "created": 1686935002, "owned_by": "openai"},
              {"id": "x", "owned_by": "some-organisation"}]}
            """;
        server.Enqueue(FakeReply.Text(Answer, "application/json"));
        (await llm.RunAsync("openai", "models", "--key", Key)).ShouldBe(CommandResult.Success(
            "id         owned_by             created                  \n"
            + "gpt-5.5    openai               2023-06-16T17:03:22+00:00\n"
            + "x          some-organisation                             \n"));
        var request = server.Requests.ShouldHaveSingleItem();
        (request.PathAndQuery, request.Header("Authorization")).ShouldBe(("/v1/models", $"Bearer {Key}"));
        server.Enqueue(FakeReply.Text(Answer, "application/json"));
        (await llm.RunAsync("openai", "models", "--json", "--key", Key)).ShouldBe(CommandResult.Success("""
            [
                {
                    "id": "gpt-5.5",
                    "object": "model",
                    "created": 1686935002,
                    "owned_by": "openai"
                },
                {
                    "id": "x",
                    "owned_by": "some-organisation"
                }
            ]

            """));
    }

    [Fact]
    public async Task The_key_is_needed_and_never_shown()
    {
        (await llm.RunAsync("openai", "models")).ShouldBe(CommandResult.Failure(
            "No key found - add one using 'llm keys set openai' or set the OPENAI_API_KEY environment variable"));
        server.Requests.ShouldBeEmpty();
        llm.User.Write("keys.json", $$"""{"openai": "{{Key}}"}""");
        server.Enqueue(FakeReply.Error(401, $"Incorrect API key provided: {Key}"));
        var refused = await llm.RunAsync("openai", "models");
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldStartWith("Error: Error 401 from OpenAI API: {");
        refused.Error.ShouldContain("Incorrect API key provided: [...]");
    }
}
