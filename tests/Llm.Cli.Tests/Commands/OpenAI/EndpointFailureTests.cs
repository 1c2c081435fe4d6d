using Llm.Testing;

namespace Llm.Cli.Tests.Commands.OpenAI;

/// <summary>Options that contradict each other, and servers that refuse.</summary>
public sealed class EndpointFailureTests : EndpointTest
{
    [Theory]
    [InlineData("--models cannot be used with a prompt", "hello", "--models")]
    [InlineData("--models cannot be used with a prompt", "", "--models", "-t", "t", "-T", "x")]
    [InlineData("--models cannot be used with --template", "--models", "-t", "t", "-T", "x")]
    [InlineData("--models cannot be used with tools", "--models", "--functions", "x", "--schema", "a, b")]
    [InlineData("--models cannot be used with schemas", "--models", "--schema-multi", "a, b", "--chat")]
    [InlineData("--chat cannot be used with a prompt", "hello", "--chat", "--schema", "word")]
    [InlineData("--chat cannot be used with --usage or --out", "--chat", "-u")]
    [InlineData("--chat cannot be used with --usage or --out", "--chat", "--out", "x")]
    [InlineData("Invalid template: nope", "hello", "-t", "nope", "-o", "bad", "1")]
    [InlineData("--model is required unless --models or a template model is used", "hello", "-o", "bad", "1")]
    [InlineData("bad\n  Extra inputs are not permitted", "hello", "-m", "m", "-o", "bad", "1", "-T", "nope")]
    [InlineData("bad\n  Extra inputs are not permitted", "--models", "-o", "bad", "1")]
    [InlineData("Tool(s) nope not found. Available tools: llm_version, llm_time", "-m", "m", "-T", "nope")]
    [InlineData("A prompt is required when stdin is not interactive", "-m", "m")]
    [InlineData("A prompt is required when stdin is not interactive", "-m", "m", "-s", "x")]
    public async Task The_first_problem_is_reported_and_nothing_is_sent(string error, params string[] words)
    {
        (await Llm.RunAsync(["openai", "endpoint", Url, .. words])).ShouldBe(CommandResult.Failure(error));
        Server.Requests.ShouldBeEmpty();
        File.Exists(Llm.Directory.LogsDatabase).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Missing argument 'URL'.")]
    [InlineData("No such option '--zork'", "u", "--zork")]
    [InlineData("Got unexpected extra argument (c)", "u", "b", "c")]
    public async Task Misuse_shows_the_usage(string error, params string[] words)
    {
        var result = await Llm.RunAsync(["openai", "endpoint", .. words]);
        (result.ExitCode, result.Output).ShouldBe((2, ""));
        result.Error.ShouldStartWith("Usage: llm openai endpoint [OPTIONS] URL [PROMPT]\n");
        result.Error.ShouldContain($"\nError: {error}");
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused()
    {
        (await Llm.RunAsync("openai", "endpoint", "localhost:8080", "-m", "m", "x")).Error.ShouldContain("must begin with http://");
        (await Llm.RunAsync("openai", "endpoint", "u", "--models")).Error.ShouldContain("must begin with http://");
    }

    [Fact]
    public async Task A_refusal_of_the_server_ends_with_its_words_and_without_the_key()
    {
        (await AskAsync("ERR 500")).Error.ShouldContain("Fake error 500");
        Server.Enqueue(FakeReply.Error(401, $"bad key {StoredKey}"));
        var result = await AskAsync("x", "--key", "openai");
        (result.ExitCode, result.Output).ShouldBe((1, ""));
        result.Error.ShouldContain("bad key [...]");
        (await AskAsync("one two three\nCUT")).ShouldSatisfyAllConditions(
            cut => cut.ExitCode.ShouldBe(1), cut => cut.Output.ShouldNotBeEmpty(), cut => cut.Error.ShouldContain("Connection lost"));
    }

    [Fact]
    public async Task Models_are_listed_one_a_line_in_the_order_of_the_server()
    {
        Server.Enqueue(FakeReply.Json(Json("""{"object": "list", "data": [{"id": "b"}, {"id": "a", "owned_by": "x"}, {"no": 1}]}""")));
        (await ModelsAsync("-H", "X-One", "1")).ShouldBe(CommandResult.Success("b\na\n"));
        var request = Server.Requests.ShouldHaveSingleItem();
        (request.Method, request.PathAndQuery, request.Header("X-One")).ShouldBe(("GET", "/v1/models", "1"));
        Server.Enqueue(FakeReply.Json(Json("""[{"id": "of-together"}]""")));
        (await ModelsAsync()).Output.ShouldBe("of-together\n");
        Server.Enqueue(FakeReply.Json(Json("""{"data": []}""")));
        (await ModelsAsync()).ShouldBe(CommandResult.Success());
    }

    [Fact]
    public async Task A_list_that_is_an_error_is_one()
    {
        Server.Enqueue(FakeReply.Json(Json("""{"error": "Unexpected endpoint or method. (GET /models)"}""")));
        (await ModelsAsync()).ShouldBe(CommandResult.Failure("Unexpected endpoint or method. (GET /models)"));
        Server.Enqueue(FakeReply.Json(Json("""{"error": {"message": "Not here"}}""")));
        (await ModelsAsync()).ShouldBe(CommandResult.Failure("Not here"));
        Server.Enqueue(FakeReply.Json(Json("""{"name": "a page"}""")));
        (await ModelsAsync()).Error.ShouldContain("not an answer");
        Server.Enqueue(FakeReply.Text("<html>", "text/html"));
        (await ModelsAsync()).Error.ShouldContain("not JSON");
        Server.Enqueue(FakeReply.Error(404, "no such path"));
        (await ModelsAsync()).Error.ShouldBe(
            "Error: Error code: 404 - {'error': {'message': 'no such path', 'type': 'fake_error', 'param': None, 'code': None}}\n");
    }

    private Task<CommandResult> ModelsAsync(params string[] words) => Llm.RunAsync(["openai", "endpoint", Url, "--models", .. words]);
}
