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
        new ProviderPresets(user.Directory).All.Select(preset => preset.Name).ShouldBe(Addresses.Select(row => row.Data.Item1));

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
    [MemberData(nameof(Addresses))]
    public async Task The_address_the_header_the_body_and_a_streamed_call_are_right(string name, string address, string header)
    {
        using var variables = new EnvironmentVariables(("AZURE_OPENAI_ENDPOINT", "https://example.openai.azure.com/"));
        using var rerouted = new Rerouted(Server);
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
        using var rerouted = new Rerouted(Server, "/v1/models");
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
        using var rerouted = new Rerouted(Server, "/v1/models");
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

    private PresetModels Models(Func<HttpClient> http) => new(user.Directory, new ProviderPresets(user.Directory), http);

    /// <summary>Sends every request to the fake server, and remembers where it should have gone.</summary>
    private sealed class Rerouted(FakeServer server, string path = "/v1/chat/completions") : DelegatingHandler(new SocketsHttpHandler())
    {
        public string? Address { get; private set; }

        public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Address = request.RequestUri!.AbsoluteUri;
            foreach (var (name, values) in request.Headers) Headers[name] = string.Join(", ", values);
            request.RequestUri = new Uri(new Uri(server.BaseAddress), path);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
