using System.Text;
using Llm.Packages;
using Llm.Providers.Dify;
using Llm.Testing;
using Llm.Tests;

namespace Llm.Providers.Tests.Dify;

/// <summary>Models of official packages of the other five types ask their servers without the code of the package.</summary>
public sealed class PackageTypeTests : PackageTest
{
    private static readonly byte[] Wave = Encoding.ASCII.GetBytes("RIFF\x24\0\0\0WAVEfmt and sound");

    [Theory]
    [InlineData("siliconflow", "", "https://api.siliconflow.cn/v1/embeddings")]
    [InlineData("siliconflow", "use_international_endpoint=true", "https://api.siliconflow.com/v1/embeddings")]
    [InlineData("aihubmix", "api_url=https://aihubmix.com", "https://aihubmix.com/v1/embeddings")]
    [InlineData("aihubmix", "api_url=__custom__ api_url_custom=https://own.example.com", "https://own.example.com/v1/embeddings")]
    [InlineData("cometapi", "", "https://api.cometapi.com/v1/embeddings")]
    [InlineData("deerapi", "", "https://api.deerapi.com/v1/embeddings")]
    [InlineData("gitee_ai", "", "https://ai.gitee.com/v1/embeddings")]
    [InlineData("gpustack", "model endpoint_url=http://own.example.com", "http://own.example.com/v1/embeddings")]
    [InlineData("huaweicloud_maas", "", "https://api.modelarts-maas.com/v1/embeddings")]
    [InlineData("jina", "", "https://api.jina.ai/v1/embeddings")]
    [InlineData("jina", "model base_url=https://own.example.com/v1/", "https://own.example.com/v1/embeddings")]
    [InlineData("lemonade", "model endpoint_url=http://own.example.com:8000", "http://own.example.com:8000/api/v1/embeddings")]
    [InlineData("mistralai", "", "https://api.mistral.ai/v1/embeddings")]
    [InlineData("openai", "", "https://api.openai.com/v1/embeddings")]
    [InlineData("openai", "openai_api_base=https://own.example.com", "https://own.example.com/v1/embeddings")]
    [InlineData("openai_api_compatible", "model endpoint_url=http://own.example.com/v1", "http://own.example.com/v1/embeddings")]
    [InlineData("openrouter", "", "https://openrouter.ai/api/v1/embeddings")]
    [InlineData("regolo", "", "https://api.regolo.ai/v1/embeddings")]
    [InlineData("wenxin", "", "https://qianfan.baidubce.com/v2/embeddings")]
    public async Task Texts_become_vectors_at_the_address_of_the_provider(string name, string given, string address)
    {
        var (package, model) = Configure(name, given, PackageModelType.TextEmbedding);
        using var rerouted = new ReroutedHandler(Server, "/v1/embeddings");
        using var client = new HttpClient(rerouted);
        (await Embedding($"{package.Name}/{model}", () => client).EmbedAsync("seal")).Length.ShouldBeGreaterThan(0);
        rerouted.Address.ShouldBe(address);
        Key_was_sent(rerouted, package, PackageModelType.TextEmbedding, given);
        var body = Server.Requests.ShouldHaveSingleItem().Json;
        ((string?)body["model"], body["input"]!.ToJsonString()).ShouldBe((model, """["seal"]"""));
    }

    [Fact]
    public async Task Texts_are_sent_in_batches_of_the_size_in_the_description()
    {
        Configure("openai", "", PackageModelType.TextEmbedding);
        var model = Embedding("openai/text-embedding-3-small", Rerouted("/v1/embeddings"));
        (model.BatchSize, model.InputLimit).ShouldBe((32, 8191));
        var count = 0;
        await foreach (var _ in model.EmbedManyAsync(Enumerable.Range(0, 70).Select(number => $"text {number}"))) count++;
        count.ShouldBe(70);
        Server.Requests.Select(request => request.Json["input"]!.AsArray().Count).ShouldBe([32, 32, 6]);
        Server.Requests[0].Json.ContainsKey("user").ShouldBeFalse();
        // As long as it is: nothing is cut.
        var text = new string('x', 100_000);
        await model.EmbedAsync(text);
        ((string?)Server.Requests[^1].Json["input"]![0]).ShouldBe(text);
    }

    [Fact]
    public async Task What_is_searched_with_is_distinguished_where_the_server_does()
    {
        Configure("jina", "", PackageModelType.TextEmbedding);
        var model = Embedding("jina/jina-embeddings-v3", Rerouted("/v1/embeddings"));
        await model.EmbedAsync("seal");
        Server.Requests[^1].Json.ShouldBeJson("""{"input": ["seal"], "model": "jina-embeddings-v3", "task": "retrieval.passage"}""");
        await model.EmbedQueryAsync("seal");
        Server.Requests[^1].Json.ShouldBeJson("""{"input": ["seal"], "model": "jina-embeddings-v3", "task": "retrieval.query"}""");

        Configure("openai_api_compatible", "model endpoint_url=http://own.example.com/v1 document_prefix=passage: query_prefix=query: "
            + "encoding_format=float max_chunks=7 endpoint_model_name=real", PackageModelType.TextEmbedding);
        var own = Embedding($"openai_api_compatible/{AddedName}", Rerouted("/v1/embeddings"));
        (own.BatchSize, own.InputLimit).ShouldBe((7, 4096));
        await own.EmbedAsync("seal");
        Server.Requests[^1].Json.ShouldBeJson("""{"input": ["passage: seal"], "model": "real", "encoding_format": "float"}""");
        await own.EmbedQueryAsync("seal");
        Server.Requests[^1].Json.ShouldBeJson("""{"input": ["query: seal"], "model": "real", "encoding_format": "float"}""");
    }

    [Theory]
    [InlineData("siliconflow", "", "https://api.siliconflow.cn/v1/rerank")]
    [InlineData("aihubmix", "", "https://api.inferera.com/v1/rerank")]
    [InlineData("huaweicloud_maas", "", "https://api.modelarts-maas.com/v1/rerank")]
    [InlineData("jina", "", "https://api.jina.ai/v1/rerank")]
    [InlineData("openrouter", "", "https://openrouter.ai/api/v1/rerank")]
    [InlineData("wenxin", "", "https://qianfan.baidubce.com/v2/rerank")]
    [InlineData("gpustack", "model endpoint_url=http://own.example.com/v1", "http://own.example.com/v1/rerank")]
    [InlineData("openai_api_compatible", "model endpoint_url=http://own.example.com/v1", "http://own.example.com/v1/rerank")]
    public async Task Texts_are_sorted_with_the_scores_of_the_server(string name, string given, string address)
    {
        var (package, model) = Configure(name, given, PackageModelType.Rerank);
        using var rerouted = new ReroutedHandler(Server, "/v1/rerank");
        using var client = new HttpClient(rerouted);
        var reranker = Registry<RerankModel>(() => client, (plugin, models) => plugin.RegisterRerankModels(models))
            .Find($"{package.Name}/{model}").ShouldNotBeNull();
        Server.Enqueue(FakeReply.Text(
            """{"results": [{"index": 1, "relevance_score": 7.5}, {"index": 0, "relevance_score": -2.25}]}""", "application/json"));
        (await reranker.RerankAsync("lima peru", ["quito", "lima in peru", "x"], top: 2)).Documents
            .ShouldBe([new RankedDocument(1, 7.5), new RankedDocument(0, -2.25)]);
        rerouted.Address.ShouldBe(address);
        Key_was_sent(rerouted, package, PackageModelType.Rerank, given);
        Server.Requests.ShouldHaveSingleItem().Json.ShouldBeJson(
            $$"""{"model": "{{model}}", "query": "lima peru", "documents": ["quito", "lima in peru", "x"], "top_n": 2}""");
    }

    [Theory]
    [InlineData("openai", "omni-moderation-latest", "https://api.openai.com/v1/moderations")]
    [InlineData("mistralai", "mistral-moderation-latest", "https://api.mistral.ai/v1/moderations")]
    public async Task A_text_is_checked(string name, string model, string address)
    {
        Configure(name, "", PackageModelType.Moderation);
        using var rerouted = new ReroutedHandler(Server, "/v1/moderations");
        using var client = new HttpClient(rerouted);
        var moderation = Moderation($"{name}/{model}", () => client);
        (await moderation.ModerateAsync("I will kill you")).IsFlagged.ShouldBeTrue();
        (await moderation.ModerateAsync("I will hug you")).IsFlagged.ShouldBeFalse();
        rerouted.Address.ShouldBe(address);
        rerouted.Headers["Authorization"].ShouldBe($"Bearer {Key}");
        Server.Requests[0].Json.ShouldBeJson($$"""{"input": "I will kill you", "model": "{{model}}"}""");
    }

    [Fact]
    public async Task A_long_text_is_checked_in_parts_of_which_one_flags_all()
    {
        Configure("openai", "", PackageModelType.Moderation);
        var text = string.Concat(Enumerable.Repeat("hug ", 32 * 500)) + "kill " + new string('x', 2000);
        var result = await Moderation("openai/omni-moderation-latest", Rerouted("/v1/moderations")).ModerateAsync(text);
        result.IsFlagged.ShouldBeTrue();
        result.Categories.ShouldBe([new ModerationCategory("harassment", false, 0.01), new ModerationCategory("violence", true, 0.97)]);
        // As the description says: 2,000 characters in a part, and 32 parts in a request.
        Server.Requests.Count.ShouldBe(2);
        var parts = Server.Requests.SelectMany(request => request.Json["input"]!.AsArray()).Select(part => (string)part!).ToList();
        parts.ShouldAllBe(part => part.Length <= 2000);
        string.Concat(parts).ShouldBe(text);
        Server.Requests[0].Json["input"]!.AsArray().Count.ShouldBe(32);
    }

    [Theory]
    [InlineData("groq", "", "https://api.groq.com/openai/v1/audio/transcriptions")]
    [InlineData("aihubmix", "", "https://api.inferera.com/v1/audio/transcriptions")]
    [InlineData("cometapi", "", "https://api.cometapi.com/v1/audio/transcriptions")]
    [InlineData("gitee_ai", "", "https://ai.gitee.com/v1/audio/transcriptions")]
    [InlineData("openai", "", "https://api.openai.com/v1/audio/transcriptions")]
    [InlineData("sambanova", "", "https://api.sambanova.ai/v1/audio/transcriptions")]
    [InlineData("siliconflow", "", "https://api.siliconflow.cn/v1/audio/transcriptions")]
    [InlineData("funasr", "endpoint_url=http://own.example.com", "http://own.example.com/v1/audio/transcriptions")]
    [InlineData("gpustack", "model endpoint_url=http://own.example.com/v1", "http://own.example.com/v1/audio/transcriptions")]
    public async Task Speech_is_written_down(string name, string given, string address)
    {
        var (package, model) = Configure(name, given, PackageModelType.SpeechToText);
        using var rerouted = new ReroutedHandler(Server, "/v1/audio/transcriptions");
        using var client = new HttpClient(rerouted);
        var transcriber = Transcriber($"{package.Name}/{model}", () => client);
        (await transcriber.TranscribeAsync(Attachment.FromBytes(Wave, "audio/wav"))).Text.ShouldStartWith("audio.wav has ");
        rerouted.Address.ShouldBe(address);
        Key_was_sent(rerouted, package, PackageModelType.SpeechToText, given);
        var sent = Server.Requests.ShouldHaveSingleItem();
        var boundary = sent.Header("Content-Type")!.Split("boundary=")[1];
        Encoding.UTF8.GetString(sent.Body.Span).ShouldBe(
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n{model}\r\n"
            + $"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"audio.wav\"\r\n"
            + $"Content-Type: audio/wav\r\n\r\n{Encoding.ASCII.GetString(Wave)}\r\n--{boundary}--\r\n");
    }

    [Fact]
    public async Task What_is_set_for_a_transcriber_is_sent_and_too_large_a_file_is_not()
    {
        Configure(
            "openai_api_compatible", "model endpoint_url=http://own.example.com/v1 language=ja initial_prompt=Otto", PackageModelType.SpeechToText);
        var own = Transcriber($"openai_api_compatible/{AddedName}", Rerouted("/v1/audio/transcriptions"));
        await own.TranscribeAsync(Attachment.FromBytes(Wave, "audio/wav"));
        var sent = Encoding.UTF8.GetString(Server.Requests[^1].Body.Span);
        sent.ShouldContain("name=\"language\"\r\n\r\nja\r\n");
        sent.ShouldContain("name=\"prompt\"\r\n\r\nOtto\r\n");
        Configure("siliconflow", "", PackageModelType.SpeechToText);
        var limited = Transcriber("siliconflow/FunAudioLLM/SenseVoiceSmall", Rerouted("/v1/audio/transcriptions"));
        var before = Server.Requests.Count;
        (await Should.ThrowAsync<LlmException>(
            () => limited.TranscribeAsync(Attachment.FromBytes(new byte[(1024 * 1024) + 1], "audio/wav")))).Message.ShouldContain("at most 1 MB");
        Server.Requests.Count.ShouldBe(before);
    }

    [Theory]
    [InlineData("siliconflow", "", "https://api.siliconflow.cn/v1/audio/speech")]
    [InlineData("openai", "", "https://api.openai.com/v1/audio/speech")]
    [InlineData("aihubmix", "", "https://api.inferera.com/v1/audio/speech")]
    [InlineData("cometapi", "", "https://api.cometapi.com/v1/audio/speech")]
    [InlineData("lemonade", "model endpoint_url=http://own.example.com", "http://own.example.com/api/v1/audio/speech")]
    public async Task A_text_is_read_aloud_with_the_usual_voice_and_format(string name, string given, string address)
    {
        var (package, model) = Configure(name, given, PackageModelType.TextToSpeech);
        using var rerouted = new ReroutedHandler(Server, "/v1/audio/speech");
        using var client = new HttpClient(rerouted);
        await using var sound = await Speaker($"{package.Name}/{model}", () => client).SpeakAsync("Good morning");
        using var reader = new StreamReader(sound.Content);
        (await reader.ReadToEndAsync()).ShouldBe("Good morning");
        rerouted.Address.ShouldBe(address);
        Key_was_sent(rerouted, package, PackageModelType.TextToSpeech, given);
        var voice = name switch
        {
            "siliconflow" => "\"voice\": \"FunAudioLLM/CosyVoice2-0.5B:alex\", ",
            "lemonade" => "",
            _ => "\"voice\": \"alloy\", ",
        };
        Server.Requests.ShouldHaveSingleItem().Json.ShouldBeJson(
            $$"""{"model": "{{model}}", "input": "Good morning", {{voice}}"response_format": "mp3"}""");
    }

    [Fact]
    public async Task Voices_are_those_of_the_description_or_of_the_user()
    {
        Configure("siliconflow", "", PackageModelType.TextToSpeech);
        var voices = await Speaker("siliconflow/FunAudioLLM/CosyVoice2-0.5B", Http).ListVoicesAsync("en-US");
        voices.Count.ShouldBe(8);
        (voices[0].Name, voices[0].Title).ShouldBe(("FunAudioLLM/CosyVoice2-0.5B:alex", "Alex（男声）"));
        (await Speaker("siliconflow/FunAudioLLM/CosyVoice2-0.5B", Http).ListVoicesAsync("fr")).ShouldBeEmpty();
        Configure("openai_api_compatible", "model endpoint_url=http://own.example.com/v1 voices=anna,otto", PackageModelType.TextToSpeech);
        var own = Speaker($"openai_api_compatible/{AddedName}", Rerouted("/v1/audio/speech"));
        (await own.ListVoicesAsync()).Select(voice => voice.Name).ShouldBe(["anna", "otto"]);
        await using var sound = await own.SpeakAsync(new SpeechRequest("Hi") { Format = "wav" });
        Server.Requests[^1].Json.ShouldBeJson("""{"model": "some-model", "input": "Hi", "voice": "anna", "response_format": "wav"}""");
    }

    [Fact]
    public async Task A_speech_interface_of_another_kind_is_refused_with_what_to_do()
    {
        Configure(
            "openai_api_compatible", "model endpoint_url=http://own.example.com/v1 tts_api_format=byteplus", PackageModelType.TextToSpeech);
        (await Should.ThrowAsync<LlmException>(() => Speaker($"openai_api_compatible/{AddedName}", Http).SpeakAsync("Hi")))
            .Message.ShouldContain("Set tts_api_format to openai");
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_long_text_is_read_in_parts_that_become_one_sound()
    {
        Configure("openai", "", PackageModelType.TextToSpeech);
        var model = Speaker("openai/tts-1", Rerouted("/v1/audio/speech"));
        var text = string.Concat(Enumerable.Repeat("All otters swim at sea. ", 400));
        await using (var sound = await model.SpeakAsync(text))
        {
            sound.MediaType.ShouldBe("audio/mp3");
            using var reader = new StreamReader(sound.Content);
            (await reader.ReadToEndAsync()).ShouldBe(text);
        }

        var parts = Server.Requests.Select(request => (string)request.Json["input"]!).ToList();
        parts.Count.ShouldBe(3);
        parts.ShouldAllBe(part => part.Length <= 4096);
        parts[0].ShouldEndWith("sea.");
        (await Should.ThrowAsync<LlmException>(() => model.SpeakAsync(new SpeechRequest(text) { Format = "wav" })))
            .Message.ShouldContain("files in the format wav cannot be joined. Use --format mp3");
        // A part that is refused ends the sound with the error of the server.
        Server.Enqueue(FakeReply.Bytes("first"u8.ToArray(), "audio/mpeg"));
        Server.Enqueue(FakeReply.Error(401, "no"));
        await using var broken = await model.SpeakAsync(text);
        using var rest = new StreamReader(broken.Content);
        (await Should.ThrowAsync<ProviderException>(() => rest.ReadToEndAsync())).Kind.ShouldBe(ProviderErrorKind.Authentication);
    }

    [Theory]
    [InlineData(PackageModelType.TextEmbedding)]
    [InlineData(PackageModelType.Rerank)]
    [InlineData(PackageModelType.Moderation)]
    [InlineData(PackageModelType.SpeechToText)]
    [InlineData(PackageModelType.TextToSpeech)]
    public async Task A_wrong_key_and_a_busy_server_are_distinguished(PackageModelType type)
    {
        var name = type == PackageModelType.Moderation ? "openai" : "siliconflow";
        var (package, model) = Configure(name, "", type);
        Server.Enqueue(FakeReply.Error(401, $"bad key {Key}"));
        var refusal = await Should.ThrowAsync<ProviderException>(() => AskAsync(type, $"{package.Name}/{model}"));
        (refusal.Status, refusal.Kind).ShouldBe((401, ProviderErrorKind.Authentication));
        refusal.ToString().ShouldNotContain(Key);
        for (var i = 0; i < 3; i++) Server.Enqueue(FakeReply.Error(429, "slow down"));
        (await Should.ThrowAsync<ProviderException>(() => AskAsync(type, $"{package.Name}/{model}"))).Kind.ShouldBe(ProviderErrorKind.RateLimit);
        Keys.Remove($"dify:{package.Name}");
        (await Should.ThrowAsync<MissingKeyException>(() => AskAsync(type, $"{package.Name}/{model}"))).Message.ShouldContain($"dify:{name}");
    }

    [Theory]
    [InlineData(PackageModelType.TextEmbedding, "tongyi")]
    [InlineData(PackageModelType.Rerank, "tongyi")]
    [InlineData(PackageModelType.SpeechToText, "tongyi")]
    [InlineData(PackageModelType.TextToSpeech, "minimax")]
    public async Task A_package_with_an_interface_of_its_own_says_what_to_do(PackageModelType type, string name)
    {
        var (package, model) = Configure(name, name == "minimax" ? "endpoint_url=https://api.minimax.io minimax_group_id=1" : "", type);
        (await Should.ThrowAsync<LlmException>(() => AskAsync(type, $"{package.Name}/{model}"))).Message.ShouldContain("has an interface of its own");
    }

    [Fact]
    public void Models_are_found_by_both_names_and_listed_once_the_package_is_set_up()
    {
        Taken.Add("groq");
        new PackageStore(User.Directory).Add(DifyPackages.FolderOf("groq"));
        var models = Registry<TranscriptionModel>(Http, (plugin, registry) => plugin.RegisterTranscriptionModels(registry));
        models.Find("groq/whisper-large-v3").ShouldBeNull();
        models.Find("dify:groq/whisper-large-v3")!.Id.ShouldBe("dify:groq/whisper-large-v3");
        models.Find("dify:groq/llama-3.1-8b-instant").ShouldBeNull("it has another type");
        models.ListSources().Select(model => (model.Model.Id, model.Model.IsListedWithoutKey, model.Model.NeedsKey))
            .ShouldContain(("dify:groq/whisper-large-v3", false, "dify:groq"));
        Configure("groq", "", PackageModelType.SpeechToText);
        models.ListSources().ShouldAllBe(model => model.Model.IsListedWithoutKey);
        models.ListSources().First().Model.ToString().ShouldStartWith("GroqCloud: dify:groq/");
    }

    [Fact]
    public async Task Two_models_of_one_name_and_different_types_have_credentials_of_their_own()
    {
        Configure("openai_api_compatible", "model endpoint_url=http://one.example.com/v1", PackageModelType.TextEmbedding);
        Configure("openai_api_compatible", "model endpoint_url=http://two.example.com/v1", PackageModelType.Rerank);
        Keys.Set($"dify:openai_api_compatible/{AddedName}@rerank", "sk-another-0123456789");
        using var rerouted = new ReroutedHandler(Server, "/v1/embeddings");
        using var client = new HttpClient(rerouted);
        await Embedding($"openai_api_compatible/{AddedName}", () => client).EmbedAsync("seal");
        (rerouted.Address, rerouted.Headers["Authorization"]).ShouldBe(("http://one.example.com/v1/embeddings", $"Bearer {Key}"));
    }

    private static void Key_was_sent(ReroutedHandler sent, AddedPackage package, PackageModelType type, string given)
    {
        var hasKey = new CredentialScope(package, type, Added(given)).KeyField is not null;
        sent.Headers["Authorization"].ShouldBe($"Bearer {(hasKey ? Key : "DUMMY_KEY")}");
    }

    private Func<HttpClient> Rerouted(string path)
    {
        var client = new HttpClient(new ReroutedHandler(Server, path));
        return () => client;
    }

    private Task AskAsync(PackageModelType type, string id) => type switch
    {
        PackageModelType.TextEmbedding => Embedding(id, Rerouted("/v1/embeddings")).EmbedAsync("seal"),
        PackageModelType.Rerank => Registry<RerankModel>(Rerouted("/v1/rerank"), (plugin, models) => plugin.RegisterRerankModels(models))
            .Find(id)!.RerankAsync("seal", ["seal", "otter"]),
        PackageModelType.Moderation => Moderation(id, Rerouted("/v1/moderations")).ModerateAsync("seal"),
        PackageModelType.SpeechToText => Transcriber(id, Rerouted("/v1/audio/transcriptions"))
            .TranscribeAsync(Attachment.FromBytes(Wave, "audio/wav")),
        _ => Speaker(id, Rerouted("/v1/audio/speech")).SpeakAsync("seal"),
    };

    private EmbeddingModel Embedding(string id, Func<HttpClient> http)
    {
        var registry = new EmbeddingModelRegistry(NewServices(Keys));
        new DifyPlugin(Models(http)).RegisterEmbeddingModels(registry);
        return registry.FindInSources(id).ShouldNotBeNull(id);
    }

    private ModerationModel Moderation(string id, Func<HttpClient> http) =>
        Registry<ModerationModel>(http, (plugin, models) => plugin.RegisterModerationModels(models)).Find(id).ShouldNotBeNull(id);

    private TranscriptionModel Transcriber(string id, Func<HttpClient> http) =>
        Registry<TranscriptionModel>(http, (plugin, models) => plugin.RegisterTranscriptionModels(models)).Find(id).ShouldNotBeNull(id);

    private SpeechModel Speaker(string id, Func<HttpClient> http) =>
        Registry<SpeechModel>(http, (plugin, models) => plugin.RegisterSpeechModels(models)).Find(id).ShouldNotBeNull(id);

    private TaskModelRegistry<TModel> Registry<TModel>(Func<HttpClient> http, Action<DifyPlugin, TaskModelRegistry<TModel>> register)
        where TModel : TaskModel
    {
        var registry = new TaskModelRegistry<TModel>(NewServices(Keys));
        register(new DifyPlugin(Models(http)), registry);
        return registry;
    }
}
