using Llm.Providers.OpenAICompatible;
using Llm.Testing;

namespace Llm.Providers.Tests.Tasks;

/// <summary>Models of presets for reranking, moderation, transcription and speech.</summary>
[Collection(nameof(EnvironmentVariables))]
public sealed class PresetTaskTests : ServerTest
{
    private readonly TemporaryUserDirectory user = new();

    [Theory]
    [InlineData("cohere/rerank-v3.5", "https://api.cohere.com/v2/rerank")]
    [InlineData("jina/jina-reranker-v3", "https://api.jina.ai/v1/rerank")]
    [InlineData("together/Salesforce/Llama-Rank-V1", "https://api.together.ai/v1/rerank")]
    [InlineData("openrouter/cohere/rerank-v3.5", "https://openrouter.ai/api/v1/rerank")]
    [InlineData("llamacpp/bge", "http://localhost:8080/v1/rerank")]
    public async Task Rerankers_ask_the_right_address(string name, string address)
    {
        using var rerouted = new ReroutedHandler(Server, "/v1/rerank");
        using var client = new HttpClient(rerouted);
        var registry = new TaskModelRegistry<RerankModel>(NewServices());
        Plugin(() => client).RegisterRerankModels(registry);
        var model = registry.Find(name).ShouldNotBeNull();
        model.Id.ShouldBe(name);
        var result = await model.RerankAsync("lima peru", ["quito", "lima in peru"], top: 1, key: Key);
        result.Documents.ShouldBe([new RankedDocument(1, 1)]);
        rerouted.Address.ShouldBe(address);
        rerouted.Headers["Authorization"].ShouldBe($"Bearer {Key}");
        var expected = name.StartsWith("jina", StringComparison.Ordinal) ? ", \"return_documents\": false" : "";
        Server.Requests[^1].Json.ShouldBeJson(
            $$"""
            {"model": "{{name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]}}", "query": "lima peru",
             "documents": ["quito", "lima in peru"], "top_n": 1{{expected}}}
            """);
    }

    [Theory]
    [InlineData("groq/whisper-large-v3", "https://api.groq.com/openai/v1/audio/transcriptions")]
    [InlineData("mistral/voxtral-mini-latest", "https://api.mistral.ai/v1/audio/transcriptions")]
    [InlineData("sambanova/Whisper-Large-v3", "https://api.sambanova.ai/v1/audio/transcriptions")]
    [InlineData("azure/w", "https://example.openai.azure.com/openai/deployments/w/audio/transcriptions?api-version=2024-10-21")]
    public async Task Transcribers_ask_the_right_address(string name, string address)
    {
        using var variables = new EnvironmentVariables(("AZURE_OPENAI_ENDPOINT", "https://example.openai.azure.com"));
        using var rerouted = new ReroutedHandler(Server, "/v1/audio/transcriptions");
        using var client = new HttpClient(rerouted);
        var registry = new TaskModelRegistry<TranscriptionModel>(NewServices());
        Plugin(() => client).RegisterTranscriptionModels(registry);
        var audio = Attachment.FromBytes("RIFF...."u8.ToArray(), "audio/wav");
        (await registry.Find(name)!.TranscribeAsync(audio, Key)).Text.ShouldBe("audio.wav has 8 bytes");
        rerouted.Address.ShouldBe(address);
    }

    [Fact]
    public async Task Moderation_and_speech_ask_the_right_address()
    {
        using var rerouted = new ReroutedHandler(Server, "/v1/moderations");
        using var client = new HttpClient(rerouted);
        var moderation = new TaskModelRegistry<ModerationModel>(NewServices());
        Plugin(() => client).RegisterModerationModels(moderation);
        (await moderation.Find("mistral/mistral-moderation-latest")!.ModerateAsync("fine", Key)).IsFlagged.ShouldBeFalse();
        rerouted.Address.ShouldBe("https://api.mistral.ai/v1/moderations");

        using var speaking = new ReroutedHandler(Server, "/v1/audio/speech");
        using var speaker = new HttpClient(speaking);
        var speech = new TaskModelRegistry<SpeechModel>(NewServices());
        Plugin(() => speaker).RegisterSpeechModels(speech);
        var model = speech.Find("together/cartesia/sonic").ShouldNotBeNull();
        await using var sound = await model.SpeakAsync("Hello", key: Key);
        speaking.Address.ShouldBe("https://api.together.ai/v1/audio/speech");
        Server.Requests[^1].Json.ShouldBeJson("""{"model": "cartesia/sonic", "input": "Hello", "voice": "laidback woman"}""");
        (await model.ListVoicesAsync()).Count.ShouldBe(4);
    }

    [Fact]
    public void Lists_have_the_models_of_the_table()
    {
        var rerank = new TaskModelRegistry<RerankModel>(NewServices());
        var plugin = Plugin(Http);
        plugin.RegisterRerankModels(rerank);
        rerank.ListSources().Select(model => model.Model.ToString()).ShouldContain("Cohere: cohere/rerank-v3.5");
        var transcription = new TaskModelRegistry<TranscriptionModel>(NewServices());
        plugin.RegisterTranscriptionModels(transcription);
        transcription.ListSources().Select(model => model.Model.ToString()).ShouldContain("Groq: groq/whisper-large-v3-turbo");
        Should.Throw<LlmException>(() => rerank.Find("mistral/some")).Message.ShouldStartWith(
            "Mistral is not known to have reranking models.");
        rerank.Find("walrus/some").ShouldBeNull();
    }

    private OpenAICompatiblePlugin Plugin(Func<HttpClient> http) =>
        new(new PresetModels(user.Directory, new ProviderPresets(user.Directory), http));
}
