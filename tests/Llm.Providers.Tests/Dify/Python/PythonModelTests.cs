using System.Text.Json.Nodes;
using Llm.Packages;
using Llm.Providers.Dify;

namespace Llm.Providers.Tests.Dify.Python;

/// <summary>Models of all types that the code of their package runs: exactly what it receives, and what becomes of its answers.</summary>
public sealed class PythonModelTests : IDisposable
{
    private readonly KennelPackage kennel = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Tool Weather => new(
        "weather", "The weather", (JsonObject)JsonNode.Parse("""{"type": "object", "properties": {"city": {"type": "string"}}}""")!)
    {
        Implementation = (_, _) => Task.FromResult(new ToolOutput("sunny")),
    };

    public void Dispose() => kennel.Dispose();

    [Fact]
    public async Task A_prompt_becomes_a_request_with_everything_that_the_SDK_wants()
    {
        kennel.Prepare().Answer("invoke_llm", Piece("Hel"), Piece("lo", finish: "stop"));
        var response = await Chat().PromptAsync("hi", new PromptOptions { System = "Be brief" }.With("temperature", 0.5).With("stop", "x"), Token);
        response.Text.ShouldBe("Hello");
        response.FinishReason.ShouldBe(FinishReason.Stop);
        (response.Usage!.InputTokens, response.Usage.OutputTokens).ShouldBe((7, 3));
        ShouldReceive("""
            {
              "type": "model", "action": "invoke_llm", "user_id": "llm", "provider": "kennel",
              "credentials": {"api_key": "sk-secret-0123456789", "region": "north", "fast": true},
              "model_type": "llm", "model": "barker",
              "prompt_messages": [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "hi"}],
              "model_parameters": {"temperature": 0.5, "style": "short"},
              "stop": ["x"], "tools": null, "stream": true
            }
            """);
    }

    [Fact]
    public async Task Parameters_have_the_names_of_the_package_and_a_schema_is_one_of_them()
    {
        kennel.Prepare().Answer("invoke_llm", Piece("{}"));
        var schema = (JsonObject)JsonNode.Parse("""{"type": "object"}""")!;
        await Chat().PromptAsync("hi", new PromptOptions { Schema = schema, Stream = false }.With("max_tokens", 50).With("style", "long"), Token);
        kennel.Requests[0]["model_parameters"]!.ShouldBeJson("""
            {
              "max_output_tokens": 50, "style": "long",
              "json_schema": "{\"name\":\"output\",\"schema\":{\"type\":\"object\"}}", "response_format": "json_schema"
            }
            """);
        kennel.Requests[0]["stream"]!.GetValue<bool>().ShouldBeFalse();
        (await Should.ThrowAsync<LlmException>(() => Chat().PromptAsync("hi", new PromptOptions().With("walrus", 1), Token)))
            .Message.ShouldContain("walrus is not an option of kennel/barker");
    }

    [Fact]
    public async Task Tools_are_offered_and_their_calls_results_and_opaque_bodies_go_back()
    {
        kennel.Prepare().Answer(
            "invoke_llm",
            Piece("Let me see. "),
            Piece("", message: """
                "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"ci"}}]
                """),
            Piece("", message: """
                "tool_calls": [{"id": "", "type": "function", "function": {"name": "", "arguments": "ty\": \"Bern\"}"}}],
                "opaque_body": {"signature": "s1"}
                """));
        var conversation = Chat().StartConversation();
        var first = await conversation.Ask("Weather in Bern?", new PromptOptions { Tools = [Weather] }).CompleteAsync(Token);
        var call = first.ToolCalls.Single();
        (call.Name, call.ToolCallId, (string?)call.Arguments["city"]).ShouldBe(("weather", "call_1", "Bern"));
        kennel.Requests[0]["tools"]!.ToJsonString().ShouldBe(
            """[{"name":"weather","description":"The weather","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}]""");
        await conversation.Ask(
            null, new PromptOptions { ToolResults = [new ToolResult("weather", "sunny", "call_1")] })
            .CompleteAsync(Token);
        ShouldBeMessages("""
            [
              {"role": "user", "content": "Weather in Bern?"},
              {
                "role": "assistant", "content": "Let me see. ", "opaque_body": {"signature": "s1"},
                "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Bern\"}"}}]
              },
              {"role": "tool", "content": "sunny", "tool_call_id": "call_1", "name": "weather"}
            ]
            """);
    }

    [Fact]
    public async Task Attachments_are_parts_of_the_content()
    {
        kennel.Prepare().Answer("invoke_llm", Piece("a dog"));
        var image = Attachment.FromBytes(new byte[] { 1, 2, 3 }, "image/png");
        var options = new PromptOptions { Attachments = [image, Attachment.FromUrl("https://example.com/a.pdf", "application/pdf")] };
        await Chat().PromptAsync("What is it?", options, Token);
        ShouldBeMessages("""
            [{"role": "user", "content": [
              {"type": "text", "data": "What is it?"},
              {"type": "image", "format": "png", "mime_type": "image/png", "filename": "", "base64_data": "AQID", "detail": "high"},
              {"type": "document", "format": "pdf", "mime_type": "application/pdf", "filename": "", "url": "https://example.com/a.pdf"}
            ]}]
            """);
        Chat().AttachmentTypes.ShouldBe(["image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf"]);
    }

    [Theory]
    [InlineData("<think>\nhm, | well\n</think>\n\nYes", "hm,  well", "Yes")]
    [InlineData("<th|ink>hm</thi|nk>Yes", "hm", "Yes")]
    [InlineData("\n|<think>|hm|</think>|Yes| <think> is a tag", "hm", "Yes <think> is a tag")]
    [InlineData("The tag is <think>", "", "The tag is <think>")]
    [InlineData("<think>\nhm", "hm", "")]
    [InlineData("|<thin|g>", "", "<thing>")]
    public async Task Reasoning_is_separated_from_the_text(string pieces, string reasoning, string text)
    {
        kennel.Prepare().Answer("invoke_llm", [.. pieces.Split('|').Select(piece => Piece(piece))]);
        var response = await Chat().PromptAsync("hi", cancellationToken: Token);
        response.Text.ShouldBe(text);
        string.Concat(response.Messages.SelectMany(message => message.Parts).OfType<ReasoningPart>().Select(part => part.Text))
            .ShouldBe(reasoning);
    }

    [Fact]
    public async Task Images_of_an_answer_are_attachments()
    {
        kennel.Prepare().Answer("invoke_llm", Piece("", message: """
            "content": [{"type": "text", "data": "a dog: "}, {"type": "image", "format": "png", "mime_type": "image/png", "base64_data": "AQID"}]
            """));
        var response = await Chat().PromptAsync("Draw a dog", cancellationToken: Token);
        response.Text.ShouldBe("a dog: ");
        var made = response.Messages.SelectMany(message => message.Parts).OfType<AttachmentPart>().Single().Attachment!;
        (made.Type, made.Content!.Value.Length).ShouldBe(("image/png", 3));
    }

    [Fact]
    public async Task Texts_are_embedded_in_batches_as_documents_or_as_a_query()
    {
        kennel.Prepare().Answer("invoke_text_embedding", """{"model": "sniffer", "embeddings": [[0.1, 0.2], [1, 2e-1]], "usage": {"tokens": 8}}""");
        var model = Embedder("kennel/sniffer");
        (model.BatchSize, model.InputLimit).ShouldBe((2, 512));
        var vectors = await model.EmbedAsync(["a", "b"], cancellationToken: Token);
        vectors[1].ToArray().ShouldBe([1f, 0.2f]);
        ShouldReceive("""
            {
              "type": "model", "action": "invoke_text_embedding", "user_id": "llm", "provider": "kennel",
              "credentials": {"api_key": "sk-secret-0123456789", "region": "north", "fast": true},
              "model_type": "text-embedding", "model": "sniffer", "texts": ["a", "b"], "input_type": "document"
            }
            """);
        (await Should.ThrowAsync<LlmException>(() => model.EmbedQueryAsync("q", cancellationToken: Token)))
            .Message.ShouldContain("2 embeddings for 1 texts");
        ((string?)kennel.Requests[1]["input_type"]).ShouldBe("query");
    }

    [Fact]
    public async Task Texts_are_sorted_by_the_scores_of_the_code()
    {
        kennel.Prepare().Answer(
            "invoke_rerank", """{"model": "sorter", "docs": [{"index": 0, "text": "a", "score": 0.25}, {"index": 1, "text": "b", "score": "5E-1"}]}""");
        var model = Find<RerankModel>(registry => registry.RegisterRerankModels, "kennel/sorter");
        var ranked = await model.RerankAsync("q", ["a", "b"], top: 5, cancellationToken: Token);
        ranked.Documents.ShouldBe([new RankedDocument(1, 0.5), new RankedDocument(0, 0.25)]);
        ShouldReceive("""
            {
              "type": "model", "action": "invoke_rerank", "user_id": "llm", "provider": "kennel",
              "credentials": {"api_key": "sk-secret-0123456789", "region": "north", "fast": true},
              "model_type": "rerank", "model": "sorter", "query": "q", "docs": ["a", "b"], "score_threshold": null, "top_n": 2
            }
            """);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task A_text_is_flagged_or_not(string result, bool isFlagged)
    {
        kennel.Prepare().Answer("invoke_moderation", $$"""{"result": {{result}}}""");
        var model = Find<ModerationModel>(registry => registry.RegisterModerationModels, "kennel/guard");
        (await model.ModerateAsync("x", cancellationToken: Token)).IsFlagged.ShouldBe(isFlagged);
        ((string?)kennel.Requests[0]["text"]).ShouldBe("x");
    }

    [Fact]
    public async Task A_recording_is_sent_in_hexadecimal()
    {
        kennel.Prepare().Answer("invoke_speech2text", """{"result": "hi there"}""");
        var model = Find<TranscriptionModel>(registry => registry.RegisterTranscriptionModels, "kennel/listener");
        (await model.TranscribeAsync(Attachment.FromBytes("RIFF"u8.ToArray()), cancellationToken: Token)).Text.ShouldBe("hi there");
        ((string?)kennel.Requests[0]["file"]).ShouldBe("52494646");
        (await Should.ThrowAsync<LlmException>(
            () => model.TranscribeAsync(Attachment.FromBytes(new byte[(1 << 20) + 1]), cancellationToken: Token)))
            .Message.ShouldContain("has 2 MB, and kennel/listener takes at most 1 MB");
        var asked = new TranscriptionRequest(Attachment.FromBytes("RIFF"u8.ToArray())) { Language = "de" };
        (await Should.ThrowAsync<LlmException>(() => model.TranscribeAsync(asked, cancellationToken: Token))).Message.ShouldContain("language");
    }

    [Fact]
    public async Task Sound_arrives_in_pieces_and_the_code_lists_the_voices()
    {
        kennel.Prepare()
            .Answer("get_tts_model_voices", """{"voices": [{"name": "Rex", "value": "rex"}, {"name": "Bella", "value": "bella"}]}""")
            .Answer("invoke_tts", """{"result": "494433"}""", """{"result": ""}""", """{"result": "6162"}""");
        var model = Find<SpeechModel>(registry => registry.RegisterSpeechModels, "kennel/howler");
        (await model.ListVoicesAsync(cancellationToken: Token)).Select(voice => voice.Name).ShouldBe(["rex", "bella"]);
        await using var sound = await model.SpeakAsync("hello", cancellationToken: Token);
        sound.MediaType.ShouldBe("audio/wav");
        using var bytes = new MemoryStream();
        await sound.Content.CopyToAsync(bytes, Token);
        bytes.ToArray().ShouldBe("ID3ab"u8.ToArray());
        var request = kennel.Requests[^1];
        ((string?)request["content_text"], (string?)request["voice"], (string?)request["tenant_id"]).ShouldBe(("hello", "rex", "llm"));
        kennel.Answer("invoke_tts");
    }

    [Fact]
    public async Task A_model_that_a_user_added_has_its_own_credentials()
    {
        kennel.Prepare().Answer("invoke_llm", Piece("hi"));
        var scope = new CredentialScope(kennel.Package, PackageModelType.Llm, "poodle");
        new KeyStore(new UserDirectory(Path.GetDirectoryName(Path.GetDirectoryName(kennel.Package.Folder))!)).Set(scope.KeyName, "tok-1");
        kennel.Credentials.Set(scope, new Dictionary<string, string>());
        (await Chat("kennel/poodle").PromptAsync("hi", new PromptOptions().With("top_p", 0.5), Token)).Text.ShouldBe("hi");
        kennel.Requests[0]["credentials"]!.ToJsonString().ShouldBe("""{"token":"tok-1"}""");
        kennel.Requests[0]["model_parameters"]!.ToJsonString().ShouldBe("""{"top_p":0.5}""");
    }

    [Fact]
    public async Task A_package_that_is_not_prepared_says_how_to_do_it()
    {
        var error = await Should.ThrowAsync<LlmException>(() => Chat().PromptAsync("hi", cancellationToken: Token));
        error.Message.ShouldContain("Kennel has an interface of its own");
        error.Message.ShouldContain("llm providers prepare kennel");
        kennel.Prepare();
        File.WriteAllText(Path.Combine(kennel.Package.Folder, "requirements.txt"), "dify_plugin==2\n");
        (await Should.ThrowAsync<LlmException>(() => Chat().PromptAsync("hi", cancellationToken: Token)))
            .Message.ShouldContain("was made for another version of its package. Run: llm providers prepare kennel");
    }

    private static string Piece(string text, string? finish = null, string? message = null)
    {
        var piece = (JsonObject)JsonNode.Parse("""
            {
              "model": "barker", "prompt_messages": [], "system_fingerprint": null,
              "delta": {"index": 1, "message": {"role": "assistant", "name": null, "tool_calls": [], "opaque_body": null}, "usage": null,
                "finish_reason": null}
            }
            """)!;
        var delta = piece["delta"]!;
        delta["message"]!["content"] = text;
        foreach (var (name, value) in message is null ? [] : (JsonObject)JsonNode.Parse("{" + message + "}")!)
            delta["message"]![name] = value?.DeepClone();
        if (finish is null) return piece.ToJsonString();
        delta["finish_reason"] = finish;
        delta["usage"] = JsonNode.Parse("""{"prompt_tokens": 7, "completion_tokens": 3, "total_price": "0E-7", "currency": "USD"}""");
        return piece.ToJsonString();
    }

    private Model Chat(string id = "kennel/barker")
    {
        var model = kennel.Models.Find(id).ShouldNotBeNull(id);
        new ModelRegistry(kennel.Services).Add(model);
        return model;
    }

    private EmbeddingModel Embedder(string id)
    {
        var use = kennel.Models.FindUse(id, PackageModelType.TextEmbedding).ShouldNotBeNull(id);
        var model = kennel.Models.RunnerOf(use).CreateEmbeddingModel(use);
        new EmbeddingModelRegistry(kennel.Services).Add(model);
        return model;
    }

    private TModel Find<TModel>(Func<DifyPlugin, Action<TaskModelRegistry<TModel>>> register, string id)
        where TModel : TaskModel
    {
        var registry = new TaskModelRegistry<TModel>(kennel.Services);
        register(new DifyPlugin(kennel.Models))(registry);
        return registry.Find(id).ShouldNotBeNull(id);
    }

    private void ShouldReceive(string request) =>
        kennel.Requests[^1].ShouldBeJson(request);

    private void ShouldBeMessages(string messages) => kennel.Requests[^1]["prompt_messages"]!.ShouldBeJson(messages);
}
