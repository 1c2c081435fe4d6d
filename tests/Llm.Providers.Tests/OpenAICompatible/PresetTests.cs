using System.Text.Json.Nodes;
using Llm.Providers.OpenAICompatible;
using Llm.Testing;

namespace Llm.Providers.Tests.OpenAICompatible;

/// <summary>Each preset asks the right address with the right header, and reads a streamed tool call.</summary>
[Collection(nameof(EnvironmentVariables))]
public sealed class PresetTests : ServerTest
{
    private readonly TemporaryUserDirectory user = new();

    public static TheoryData<string, string, string> Addresses => new()
    {
        { "mistral", "https://api.mistral.ai/v1/chat/completions", "Authorization" },
        { "groq", "https://api.groq.com/openai/v1/chat/completions", "Authorization" },
        { "openrouter", "https://openrouter.ai/api/v1/chat/completions", "Authorization" },
        { "deepseek", "https://api.deepseek.com/v1/chat/completions", "Authorization" },
        { "xai", "https://api.x.ai/v1/chat/completions", "Authorization" },
        { "together", "https://api.together.ai/v1/chat/completions", "Authorization" },
        { "fireworks", "https://api.fireworks.ai/inference/v1/chat/completions", "Authorization" },
        { "cerebras", "https://api.cerebras.ai/v1/chat/completions", "Authorization" },
        { "perplexity", "https://api.perplexity.ai/chat/completions", "Authorization" },
        { "cohere", "https://api.cohere.com/compatibility/v1/chat/completions", "Authorization" },
        { "nvidia", "https://integrate.api.nvidia.com/v1/chat/completions", "Authorization" },
        { "sambanova", "https://api.sambanova.ai/v1/chat/completions", "Authorization" },
        { "github", "https://models.github.ai/inference/chat/completions", "Authorization" },
        { "huggingface", "https://router.huggingface.co/v1/chat/completions", "Authorization" },
        {
            "azure",
            "https://example.openai.azure.com/openai/deployments/some%2Fmodel/chat/completions?api-version=2024-10-21",
            "api-key"
        },
        { "lmstudio", "http://localhost:1234/v1/chat/completions", "Authorization" },
        { "llamacpp", "http://localhost:8080/v1/chat/completions", "Authorization" },
        { "vllm", "http://localhost:8000/v1/chat/completions", "Authorization" },
        { "localai", "http://localhost:8080/v1/chat/completions", "Authorization" },
    };

    [Fact]
    public void The_table_of_this_test_has_every_preset() =>
        new ProviderPresets(user.Directory).All.Where(preset => preset.HasChat).Select(preset => preset.Name)
            .ShouldBe(Addresses.Select(row => row.Data.Item1));

    [Fact]
    public void Every_preset_says_where_it_was_taken_from()
    {
        foreach (var preset in new ProviderPresets(user.Directory).All)
        {
            preset.Source.ShouldNotBeNullOrEmpty(preset.Name);
            preset.Date.ShouldNotBeNullOrEmpty(preset.Name);
            (preset.Base ?? preset.BaseVariable).ShouldNotBeNullOrEmpty(preset.Name);
        }
    }

    [Theory]
    [InlineData("mistral/m", "random_seed", "7", """{"random_seed": 7}""")]
    [InlineData("mistral/m", "safe_mode", "true", """{"safe_prompt": true}""")]
    [InlineData("openrouter/a/b", "online", "1", """{"plugins": [{"id": "web"}]}""")]
    [InlineData("openrouter/a/b", "online", "0", "{}")]
    [InlineData("openrouter/a/b", "provider", """{"order": ["x"]}""", """{"provider": {"order": ["x"]}}""")]
    [InlineData("grok-4-latest", "search_mode", "on", """{"search_parameters": {"mode": "on"}}""")]
    [InlineData("xai/g", "max_completion_tokens", "9", """{"max_completion_tokens": 9}""")]
    [InlineData("sonar-pro", "search_domain_filter", "a.example, b.example", """{"search_domain_filter": ["a.example", "b.example"]}""")]
    [InlineData("perplexity/s", "search_recency_filter", "week", """{"search_recency_filter": "week"}""")]
    [InlineData("kennel/m", "level", "2", """{"deep": {"level": 2}}""")]
    public async Task Options_that_OpenAI_does_not_have_are_sent_where_the_server_expects_them(
        string id, string option, string value, string expected)
    {
        user.Write("providers.yaml", "kennel: {base: 'http://x/v1', options: {level: {type: integer, field: deep.level}}}\n");
        var body = await BodyAsync(id, new JsonObject { [option] = value });
        foreach (var known in (string[])["messages", "model", "stream", "stream_options"]) body.Remove(known);
        body.ShouldBeJson(expected);
    }

    [Fact]
    public async Task Several_options_below_one_member_stay_together() =>
        (await BodyAsync("xai/g", new JsonObject { ["search_mode"] = "auto", ["max_search_results"] = 3, ["return_citations"] = false }))
            ["search_parameters"]!.ShouldBeJson("""{"mode": "auto", "max_search_results": 3, "return_citations": false}""");

    [Theory]
    [InlineData("mistral/m", "random_seed", "x")]
    [InlineData("openrouter/a/b", "provider", "[1]")]
    [InlineData("perplexity/s", "search_recency_filter", "decade")]
    [InlineData("perplexity/s", "top_k", "4000")]
    [InlineData("groq/g", "random_seed", "7")]
    public async Task A_value_that_an_option_does_not_take_is_refused(string id, string option, string value) =>
        (await Should.ThrowAsync<LlmException>(() => BodyAsync(id, new JsonObject { [option] = value }))).Message.ShouldContain(option);

    [Fact]
    public void An_option_without_a_type_is_an_error_that_names_it()
    {
        user.Write("providers.yaml", "kennel: {base: 'http://x/v1', options: {level: {field: deep}}}\n");
        Should.Throw<LlmException>(() => Models(Http).Find("kennel/m")).Message.ShouldBe(
            "providers.yaml: in the provider kennel, the option level has no 'type': "
            + "write integer, number, boolean, text, texts, choice or object.");
    }

    [Theory]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ0ZXN0In0.c2lnbmF0dXJl", "Authorization", "Bearer ")]
    [InlineData("0123456789abcdef0123456789abcdef", "api-key", "")]
    [InlineData("eyJ9thatIsNoToken", "api-key", "")]
    public async Task Azure_gets_a_token_as_a_token_and_a_key_as_a_key(string key, string header, string before)
    {
        using var variables = new EnvironmentVariables(("AZURE_OPENAI_ENDPOINT", "https://example.openai.azure.com/"));
        using var rerouted = new ReroutedHandler(Server);
        using var client = new HttpClient(rerouted);
        var model = Models(() => client).Find("azure/some").ShouldNotBeNull();
        new ModelRegistry(NewServices()).Add(model);
        Server.Enqueue(FakeAnswer.FromPieces("hi"));
        await model.Ask("hi", new PromptOptions { Key = key }).CompleteAsync(CancellationToken.None);
        rerouted.Headers[header].ShouldBe(before + key);
        rerouted.Headers.Keys.ShouldNotContain(header == "api-key" ? "Authorization" : "api-key");
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task The_address_the_header_the_body_and_a_streamed_call_are_right(string name, string address, string header)
    {
        using var variables = new EnvironmentVariables(("AZURE_OPENAI_ENDPOINT", "https://example.openai.azure.com/"));
        using var rerouted = new ReroutedHandler(Server);
        using var client = new HttpClient(rerouted);
        var call = new ToolCall("f", new JsonObject { ["a"] = 1 }, "c1");
        Server.Enqueue(new FakeAnswer { ToolCalls = [call], InputTokens = 7, OutputTokens = 9 });
        var model = Models(() => client).Find($"{name}/some/model").ShouldNotBeNull();
        var registry = new ModelRegistry(NewServices());
        registry.Add(model);
        var tool = new Tool("f", "Does it", new JsonObject { ["type"] = "object", ["properties"] = new JsonObject() });
        var response = await model.Ask("hi", new PromptOptions { Tools = [tool], Key = Key }).CompleteAsync(CancellationToken.None);
        response.ToolCalls.ShouldHaveSingleItem().Arguments.ShouldBeJson("""{"a": 1}""");
        // The fake server sends the usage only where it is asked for.
        response.Usage?.InputTokens.ShouldBe(name == "mistral" ? null : 7);
        rerouted.Address.ShouldBe(address);
        var needsKey = ((KeyModel)model).NeedsKey is not null;
        var sent = needsKey ? Key : "DUMMY_KEY";
        rerouted.Headers[header].ShouldBe(header == "api-key" ? sent : $"Bearer {sent}");
        var usage = name == "mistral" ? "" : """, "stream_options": {"include_usage": true}""";
        Server.Requests[^1].Json.ShouldBeJson(
            $$$$$"""
            {"messages": [{"role": "user", "content": "hi"}], "model": "some/model", "stream": true{{{{{usage}}}}},
             "tools": [{"type": "function", "function": {"name": "f", "description": "Does it", "parameters": {"type": "object", "properties": {}}}}]}
            """);
    }

    [Fact]
    public void Aliases_of_the_Python_plugins_are_known()
    {
        Models(Http).Find("codestral")!.Id.ShouldBe("mistral/codestral-latest");
        Models(Http).Find("walrus").ShouldBeNull();
        Models(Http).Find("walrus/large").ShouldBeNull();
        Models(Http).Find("mistral/").ShouldBeNull();
        Models(Http).Find("jina/jina-reranker-v3").ShouldBeNull("Jina has no chat");
    }

    [Fact]
    public void The_first_variable_that_is_set_has_the_key()
    {
        var model = (KeyModel)Models(Http).Find("groq/some")!;
        model.KeyEnvironmentVariables.ShouldBe(["LLM_GROQ_KEY", "GROQ_API_KEY"]);
        using (new EnvironmentVariables(("LLM_GROQ_KEY", null), ("GROQ_API_KEY", "b"))) model.KeyEnvironmentVariable.ShouldBe("GROQ_API_KEY");
        using (new EnvironmentVariables(("LLM_GROQ_KEY", "a"), ("GROQ_API_KEY", "b"))) model.KeyEnvironmentVariable.ShouldBe("LLM_GROQ_KEY");
    }

    [Fact]
    public async Task A_list_of_models_is_fetched_kept_and_listed()
    {
        using var rerouted = new ReroutedHandler(Server, "/v1/models");
        using var client = new HttpClient(rerouted);
        var presets = new ProviderPresets(user.Directory);
        var models = new PresetModels(user.Directory, presets, () => client);
        models.List().ShouldBeEmpty();
        Server.Enqueue(FakeReply.Text("""{"object": "list", "data": [{"id": "codestral-latest"}, {"id": "b/c"}]}""", "application/json"));
        await models.RefreshAsync(presets.Find("mistral")!, NewServices(), Key, CancellationToken.None);
        rerouted.Address.ShouldBe("https://api.mistral.ai/v1/models");
        // Together's server sends an array.
        Server.Enqueue(FakeReply.Text("""[{"id": "d"}]""", "application/json"));
        await models.RefreshAsync(presets.Find("together")!, NewServices(), Key, CancellationToken.None);
        models.List().Select(model => $"{model.Model}: {string.Join(' ', model.Aliases)}")
            .ShouldBe(["Mistral: mistral/codestral-latest: codestral", "Mistral: mistral/b/c: ", "Together AI: together/d: "]);
        models.Fetched(presets.Find("groq")!).ShouldBeNull();
        models.Fetched(presets.Find("mistral")!).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_answer_that_is_no_list_is_an_error_and_keeps_the_former_one()
    {
        using var rerouted = new ReroutedHandler(Server, "/v1/models");
        using var client = new HttpClient(rerouted);
        var presets = new ProviderPresets(user.Directory);
        var models = new PresetModels(user.Directory, presets, () => client);
        user.Write("groq_models.json", """{"data": [{"id": "kept"}]}""");
        Server.Enqueue(FakeReply.Text("""{"status": "fine"}""", "application/json"));
        (await Should.ThrowAsync<LlmException>(() => models.RefreshAsync(presets.Find("groq")!, NewServices(), Key, CancellationToken.None)))
            .Message.ShouldStartWith("The server sent something that is not an answer:");
        models.List().ShouldHaveSingleItem().Model.Id.ShouldBe("groq/kept");
        (await Should.ThrowAsync<LlmException>(() => models.RefreshAsync(presets.Find("azure")!, NewServices(), Key, CancellationToken.None)))
            .Message.ShouldBe("Azure OpenAI has no list of deployments to ask for. Name one: azure/NAME");
    }

    [Fact]
    public void The_user_adds_and_replaces_providers()
    {
        user.Write("providers.yaml", "own:\n  base: http://localhost:9/v1\n  quirks: {tools: false}\ngroq:\n  base: http://localhost:8/v1\n");
        var presets = new ProviderPresets(user.Directory);
        presets.Find("groq")!.Base.ShouldBe("http://localhost:8/v1");
        presets.Find("own")!.IsOfUser.ShouldBeTrue();
        var model = Models(Http).Find("own/some")!;
        (model.SupportsTools, model.SupportsSchema, ((KeyModel)model).NeedsKey).ShouldBe((false, true, null));
    }

    [Theory]
    [InlineData("- a\n", "it must be a mapping from the names of providers to their properties.")]
    [InlineData("own: {title: Own}\n", "the provider own has no 'base', the address before /chat/completions.")]
    [InlineData("a/b: {base: http://localhost}\n", "the name a/b must not contain a slash.")]
    public void A_file_of_the_users_that_is_not_valid_is_told_with_its_path(string text, string message)
    {
        var file = user.Write("providers.yaml", text);
        Should.Throw<LlmException>(() => new ProviderPresets(user.Directory).All).Message.ShouldBe($"{file}: {message}");
    }

    [Fact]
    public void An_address_that_only_a_variable_can_say_is_asked_for()
    {
        using var variables = new EnvironmentVariables(("AZURE_OPENAI_ENDPOINT", null));
        Should.Throw<LlmException>(() => Models(Http).Find("azure/some")).Message.ShouldBe(
            "The address of Azure OpenAI is not known. Set the variable AZURE_OPENAI_ENDPOINT, for example to https://NAME.openai.azure.com.");
    }

    private async Task<JsonObject> BodyAsync(string id, JsonObject options)
    {
        using var rerouted = new ReroutedHandler(Server);
        using var client = new HttpClient(rerouted);
        Server.Enqueue(FakeAnswer.FromPieces("hi"));
        var model = Models(() => client).Find(id).ShouldNotBeNull();
        new ModelRegistry(NewServices()).Add(model);
        await model.Ask("hi", new PromptOptions { Options = options.ToDictionary(), Key = Key }).CompleteAsync(CancellationToken.None);
        return Server.Requests[^1].Json;
    }

    private PresetModels Models(Func<HttpClient> http) => new(user.Directory, new ProviderPresets(user.Directory), http);
}
