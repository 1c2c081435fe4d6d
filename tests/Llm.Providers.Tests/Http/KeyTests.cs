using Llm.Providers.Http;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Chat;
using Llm.Testing;

namespace Llm.Providers.Tests.Http;

/// <summary>Where keys go, and where they never go.</summary>
[Collection(nameof(EnvironmentVariables))]
public class KeyTests : ServerTest
{
    private const string Stored = "sk-stored-openai-key";
    private const string FromEnvironment = "sk-environment-key";

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_another_server_never_gets_the_key(int status)
    {
        await using var other = await FakeServer.StartAsync();
        Server.Enqueue(FakeReply.Redirect(other.BaseAddress + "/chat/completions", status));
        var error = await Should.ThrowAsync<LlmException>(async () => await Chat().PromptAsync("x", new PromptOptions { Key = Key }));
        error.Message.ShouldContain(other.BaseAddress);
        error.ToString().ShouldNotContain(Key);
        other.Requests.ShouldBeEmpty();
        Server.Requests.ShouldHaveSingleItem().Header("Authorization").ShouldBe($"Bearer {Key}");
    }

    [Fact]
    public async Task A_redirect_on_the_same_server_is_followed()
    {
        Server.Enqueue(FakeReply.Redirect("/v1/elsewhere/chat/completions?a=b"));
        (await Chat().PromptAsync("x", new PromptOptions { Key = Key })).Text.ShouldBe("echo: x");
        Server.Requests[1].PathAndQuery.ShouldBe("/v1/elsewhere/chat/completions?a=b");
        Server.Requests[1].Method.ShouldBe("POST");
        Server.Requests[1].Header("Authorization").ShouldBe($"Bearer {Key}");
    }

    [Theory]
    [InlineData("/v1/chat/completions", 4)]
    [InlineData("http://[", 1)]
    public async Task A_redirect_that_leads_nowhere_ends(string location, int requests)
    {
        for (var i = 0; i < 5; i++) Server.Enqueue(FakeReply.Redirect(location));
        await Should.ThrowAsync<LlmException>(async () => await Chat().PromptAsync("x", new PromptOptions { Key = Key }));
        Server.Requests.Count.ShouldBe(requests);
    }

    [Theory]
    [InlineData("", null, "Bearer DUMMY_KEY")]
    [InlineData("", "sk-given", "Bearer DUMMY_KEY")]
    [InlineData("  api_key_name: mine\n", null, "Bearer sk-mine")]
    [InlineData("  api_key_name: other\n", null, $"Bearer {FromEnvironment}")]
    [InlineData("  api_key_name: other\n", "sk-given", "Bearer sk-given")]
    [InlineData("  api_key_name: other\n", "mine", "Bearer sk-mine")]
    [InlineData("  api_type: azure\n  api_key_name: mine\n", null, null)]
    public async Task The_openai_key_stays_away_from_other_servers(string settings, string? given, string? authorization)
    {
        using var environment = new EnvironmentVariables(("OPENAI_API_KEY", FromEnvironment), ("OPENAI_BASE_URL", null));
        using var directory = new TemporaryUserDirectory();
        directory.Write("extra-openai-models.yaml", $"- model_id: m\n  model_name: m\n  api_base: {Server.BaseAddress}\n{settings}");
        var registry = new ModelRegistry(NewServices(new FixedKeys(("openai", Stored), ("mine", "sk-mine"))));
        new OpenAIPlugin(directory.Directory, Http).RegisterModels(registry);
        await registry.Models.Single(model => model.Model.Id == "m").Model.Ask("x", new PromptOptions { Key = given });
        var request = Server.Requests.ShouldHaveSingleItem();
        request.Header("Authorization").ShouldBe(authorization);
        request.Header("api-key").ShouldBe(authorization is null ? "sk-mine" : null);
        string.Join('\n', request.Headers).ShouldNotContain(Stored);
    }

    [Fact]
    public async Task OpenAIs_own_models_go_where_OPENAI_BASE_URL_says()
    {
        using var environment = new EnvironmentVariables(
            ("OPENAI_API_KEY", FromEnvironment), ("OPENAI_BASE_URL", Server.BaseAddress + "/"));
        foreach (var (keys, expected) in new[] { (new FixedKeys(("openai", Stored)), Stored), (new FixedKeys(), FromEnvironment) })
        {
            var model = new ChatModel(new OpenAIModelSettings { Id = "gpt-4o" }, Http) { Services = NewServices(keys) };
            await model.PromptAsync("x");
            Server.Requests[^1].Path.ShouldBe("/v1/chat/completions");
            Server.Requests[^1].Header("Authorization").ShouldBe($"Bearer {expected}");
        }
    }

    [Fact]
    public async Task Without_a_key_nothing_is_sent()
    {
        using var environment = new EnvironmentVariables(("OPENAI_API_KEY", null), ("OPENAI_BASE_URL", Server.BaseAddress));
        var model = new ChatModel(new OpenAIModelSettings { Id = "gpt-4o" }, Http);
        (await Should.ThrowAsync<LlmException>(async () => await model.PromptAsync("x"))).Message.ShouldBe(
            "No key found for 'openai'. Pass it as PromptOptions.Key, set the environment variable OPENAI_API_KEY, "
            + "or store it with 'llm keys set openai' (KeyStore.Set).");
        Server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("sk-with\nline break")]
    [InlineData("sk-schlüssel")]
    public async Task A_key_that_cannot_be_sent_is_refused_and_not_shown(string key)
    {
        var error = await Should.ThrowAsync<LlmException>(async () => await Chat().PromptAsync("x", new PromptOptions { Key = key }));
        error.Message.ShouldContain("The key contains characters that cannot be sent");
        error.ToString().ShouldNotContain(key);
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_repeats_the_key_does_not_get_it_shown()
    {
        Server.Enqueue(FakeReply.Error(401, $"Incorrect API key provided: {Key}."));
        var error = await Should.ThrowAsync<LlmException>(async () => await Chat().PromptAsync("x", new PromptOptions { Key = Key }));
        error.ToString().ShouldNotContain(Key);
        error.Message.ShouldContain("Incorrect API key provided: [...].");
    }

    [Theory]
    [InlineData("chat", true)]
    [InlineData("chat", false)]
    [InlineData("responses", true)]
    [InlineData("completions", false)]
    public async Task Nor_when_the_error_comes_in_another_form(string api, bool stream)
    {
        string[] bodies =
            [$$"""{"error": {"message": "bad key {{Key}}" } }""", $"<p>bad key {Key}</p>", $$"""{"detail": "bad key {{Key}}"}"""];
        foreach (var body in bodies)
        {
            Server.Enqueue(FakeReply.Text(body, "application/json"));
            var error = await Should.ThrowAsync<LlmException>(
                async () => await Model(api).PromptAsync("x", new PromptOptions { Key = Key, Stream = stream }));
            error.Message.ShouldContain("bad key [...]");
            error.ToString().ShouldNotContain(Key);
        }
    }

    [Fact]
    public async Task Traces_show_everything_but_keys()
    {
        var trace = new StringWriter();
        using var http = ProviderHttp.CreateClient(new ProviderHttpOptions { Trace = trace });
        Server.Enqueue(FakeAnswer.FromPieces("Hé", "llo"));
        var address = Server.BaseAddress.Replace("http://", "http://user:address-password@", StringComparison.Ordinal);
        var settings = Settings with
        {
            ApiBase = address,
            Headers = [KeyValuePair.Create("X-Auth-Token", "t-12345678"), KeyValuePair.Create("X-Title", "shown")],
        };
        await new ChatModel(settings, () => http).Ask("question", new PromptOptions { Key = Key });
        var shown = trace.ToString();
        shown.ShouldContain("question");
        shown.ShouldContain("shown");
        shown.ShouldContain("\"content\":\"Hé\"");
        shown.ShouldContain("authorization: [...]");
        shown.ShouldNotContain(Key);
        shown.ShouldNotContain("t-12345678");
        shown.ShouldContain($"Request: POST {Server.BaseAddress}/chat/completions");
        shown.ShouldNotContain("address-password");
    }
}
