using Llm.Providers.OpenAICompatible;
using Llm.Testing;

namespace Llm.Providers.Tests.OpenAICompatible;

/// <summary>
/// Embedding models of presets: found by <c>PRESET/MODEL</c> and by the ids of the Python tool's plugins, and what they send.
/// </summary>
[Collection(nameof(EnvironmentVariables))]
public sealed class PresetEmbeddingTests : ServerTest
{
    private readonly TemporaryUserDirectory user = new();

    [Theory]
    [InlineData("mistral/mistral-embed", "mistral-embed", "https://api.mistral.ai/v1/embeddings")]
    [InlineData("mistral-embed", "mistral-embed", "https://api.mistral.ai/v1/embeddings")]
    [InlineData("mistral/codestral-embed", "mistral/codestral-embed", "https://api.mistral.ai/v1/embeddings")]
    [InlineData("together/some/model", "together/some/model", "https://api.together.ai/v1/embeddings")]
    [InlineData("fireworks/some", "fireworks/some", "https://api.fireworks.ai/inference/v1/embeddings")]
    [InlineData("openrouter/some", "openrouter/some", "https://openrouter.ai/api/v1/embeddings")]
    [InlineData("cohere/embed-v4.0", "cohere/embed-v4.0", "https://api.cohere.com/compatibility/v1/embeddings")]
    [InlineData("nvidia/some", "nvidia/some", "https://integrate.api.nvidia.com/v1/embeddings")]
    [InlineData("github/some", "github/some", "https://models.github.ai/inference/embeddings")]
    [InlineData("jina/jina-embeddings-v3", "jina/jina-embeddings-v3", "https://api.jina.ai/v1/embeddings")]
    [InlineData("lmstudio/some", "lmstudio/some", "http://localhost:1234/v1/embeddings")]
    [InlineData("azure/small", "azure/small", "https://example.openai.azure.com/openai/deployments/small/embeddings?api-version=2024-10-21")]
    public async Task A_model_asks_the_right_address_with_its_key(string name, string id, string address)
    {
        using var variables = new EnvironmentVariables(("AZURE_OPENAI_ENDPOINT", "https://example.openai.azure.com"));
        using var rerouted = new ReroutedHandler(Server, "/v1/embeddings");
        using var client = new HttpClient(rerouted);
        var model = Find(name, () => client).ShouldNotBeNull();
        model.Id.ShouldBe(id);
        model.IsListedWithoutKey.ShouldBeFalse();
        (await model.EmbedAsync(["a", "b"], Key)).Count.ShouldBe(2);
        rerouted.Address.ShouldBe(address);
        rerouted.Headers[name.StartsWith("azure", StringComparison.Ordinal) ? "api-key" : "Authorization"].ShouldEndWith(Key);
        var expected = name.StartsWith("nvidia", StringComparison.Ordinal) ? ", \"input_type\": \"passage\"" : "";
        var sent = name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];
        Server.Requests[^1].Json.ShouldBeJson($$"""{"input": ["a", "b"], "model": "{{sent}}"{{expected}}}""");
    }

    [Fact]
    public async Task A_text_that_is_searched_with_is_marked_where_the_server_wants_it()
    {
        using var rerouted = new ReroutedHandler(Server, "/v1/embeddings");
        using var client = new HttpClient(rerouted);
        await Find("nvidia/m", () => client)!.EmbedQueryAsync("a", Key);
        Server.Requests[^1].Json.ShouldBeJson("""{"input": ["a"], "model": "m", "input_type": "query"}""");
        await Find("mistral-embed", () => client)!.EmbedQueryAsync("a", Key);
        Server.Requests[^1].Json.ShouldBeJson("""{"input": ["a"], "model": "mistral-embed"}""");
    }

    [Fact]
    public void The_key_variables_and_the_batches_are_those_of_the_plugin()
    {
        var model = Find("mistral-embed", Http).ShouldNotBeNull();
        (model.NeedsKey, model.BatchSize, model.ToString()).ShouldBe(("mistral", 10, "Mistral: mistral-embed"));
        using (new EnvironmentVariables(("LLM_MISTRAL_KEY", null), ("MISTRAL_API_KEY", "b")))
            model.KeyEnvironmentVariable.ShouldBe("MISTRAL_API_KEY");
        using (new EnvironmentVariables(("LLM_MISTRAL_KEY", "a"), ("MISTRAL_API_KEY", "b")))
            model.KeyEnvironmentVariable.ShouldBe("LLM_MISTRAL_KEY");
        Find("cohere/embed-v4.0", Http)!.BatchSize.ShouldBe(96);
        Find("lmstudio/m", Http)!.NeedsKey.ShouldBeNull();
    }

    [Fact]
    public async Task A_missing_key_is_asked_for_by_its_name()
    {
        using var variables = new EnvironmentVariables(("LLM_MISTRAL_KEY", null), ("MISTRAL_API_KEY", null));
        (await Should.ThrowAsync<MissingKeyException>(() => Find("mistral-embed", Http)!.EmbedAsync(["a"]))).KeyName.ShouldBe("mistral");
    }

    [Fact]
    public void A_server_without_embeddings_is_an_error_that_names_it()
    {
        Should.Throw<LlmException>(() => Find("groq/some", Http)).Message.ShouldBe(
            "Groq is not known to have embedding models. If it has, describe it in providers.yaml, or name another model.");
        foreach (var name in (string[])["walrus", "walrus/large", "mistral/", "mistral-large"]) Find(name, Http).ShouldBeNull(name);
    }

    [Fact]
    public void A_provider_of_the_users_has_embeddings_unless_it_says_that_it_has_none()
    {
        user.Write(
            "providers.yaml",
            "own: {base: 'http://x/v1'}\nnone: {base: 'http://x/v1', embeddings: false}\n"
            + "groq: {base: 'http://x/v1', embeddings: {models: [m], ids: {mine: m}}}\n");
        Find("own/m", Http)!.Id.ShouldBe("own/m");
        Should.Throw<LlmException>(() => Find("none/m", Http)).Message.ShouldStartWith("none is not known to have embedding models.");
        Find("groq/m", Http)!.Id.ShouldBe("mine");
        Find("mine", Http)!.Id.ShouldBe("mine");
    }

    [Fact]
    public void Lists_have_the_models_of_the_table_and_those_that_servers_listed()
    {
        user.Write("lmstudio_models.json", """{"data": [{"id": "qwen3"}, {"id": "text-embedding-nomic"}]}""");
        user.Write("mistral_models.json", """{"data": [{"id": "mistral-embed"}, {"id": "codestral-latest"}]}""");
        var models = Source(Http).List();
        models.Select(model => model.Model.ToString()).ShouldBe(
            [
                "Mistral: mistral-embed", "Mistral: mistral/codestral-embed", "OpenRouter: openrouter/openai/text-embedding-3-small",
                "OpenRouter: openrouter/openai/text-embedding-3-large", "Fireworks AI: fireworks/nomic-ai/nomic-embed-text-v1.5",
                "Cohere: cohere/embed-v4.0", "Cohere: cohere/embed-english-v3.0", "Cohere: cohere/embed-multilingual-v3.0",
                "NVIDIA: nvidia/nvidia/nv-embedqa-e5-v5", "GitHub Models: github/openai/text-embedding-3-small",
                "GitHub Models: github/openai/text-embedding-3-large", "Jina AI: jina/jina-embeddings-v4",
                "Jina AI: jina/jina-embeddings-v3", "LM Studio: lmstudio/text-embedding-nomic",
            ]);
        models[0].Aliases.ShouldBe(["mistral/mistral-embed"]);
        new PresetModels(user.Directory, new ProviderPresets(user.Directory), Http).List().Select(model => model.Model.Id)
            .ShouldBe(["lmstudio/qwen3", "mistral/codestral-latest"], "an embedding model takes no prompts");
    }

    private EmbeddingModel? Find(string name, Func<HttpClient> http) => Source(http).Find(name);

    private PresetEmbeddingModels Source(Func<HttpClient> http) =>
        new(new PresetModels(user.Directory, new ProviderPresets(user.Directory), http));
}
