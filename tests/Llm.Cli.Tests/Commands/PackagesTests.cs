using System.Text.Json.Nodes;
using Llm.Testing;
using Llm.Tests;

namespace Llm.Cli.Tests.Commands;

/// <summary>Packages of models on the command line, with official packages.</summary>
public sealed class PackagesTests : IDisposable
{
    private readonly CommandRunner llm = new() { LoadPlugins = null };

    public void Dispose() => llm.Dispose();

    [Fact]
    public async Task A_package_is_added_listed_shown_and_removed()
    {
        (await llm.RunAsync("providers", "add", DifyPackages.FolderOf("yi"))).ShouldBe(new CommandResult(
            0,
            "Added langgenius/yi 0.0.9: the provider yi with 10 models\n",
            "Set it up with: llm providers configure yi\n"));
        var list = JsonNode.Parse((await llm.RunAsync("providers", "--json")).Output)!.AsArray();
        list[^1]!.ToJsonString().ShouldContain("\"source\":\"package\"");
        (await llm.RunAsync("providers")).Output.TrimEnd().Split('\n')[^1].ShouldStartWith("yi ");
        var shown = (await llm.RunAsync("providers", "show", "yi")).Output;
        shown.ShouldContain("  State: not set up\n  Models, llm: 10\n");
        shown.ShouldContain("    api_key: API Key (secret)\n");
        var json = JsonNode.Parse((await llm.RunAsync("providers", "show", "dify:yi", "--json")).Output)!.AsObject();
        json.Select(member => member.Key).ShouldBe(["manifest", "provider"]);
        (await llm.RunAsync("providers", "remove", "yi")).Output.ShouldStartWith("Removed langgenius/yi");
        (await llm.RunAsync("providers", "show", "yi")).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Models_of_all_types_are_listed_and_those_that_chat_are_models_of_the_command()
    {
        await AddAsync("groq");
        await AddAsync("jina");
        (await llm.RunAsync("providers", "models", "dify:groq", "--type", "speech2text")).Output.Split('\n')[0]
            .ShouldBe("dify:groq/whisper-large-v3-turbo      speech2text  whisper-large-v3-turbo");
        (await llm.RunAsync("providers", "models", "dify:jina", "--type", "rerank")).Output.ShouldContain("jina/jina-reranker-v3");
        (await llm.RunAsync("models", "-q", "dify:groq")).Output.ShouldBe("");
        (await llm.RunAsync("models", "-q", "dify:groq", "--all")).Output.ShouldContain("GroqCloud: dify:groq/llama-3.1-8b-instant\n");
        (await llm.RunAsync("keys", "set", "dify:groq", "--value", "k")).ExitCode.ShouldBe(0);
        (await llm.RunAsync("models", "-q", "dify:groq")).Output.ShouldContain("GroqCloud: dify:groq/llama-3.1-8b-instant\n");
        (await llm.RunAsync("providers", "models", "openai", "--type", "tts")).Error.ShouldContain("OpenAI is no package");
        (await llm.RunAsync("providers", "models", "dify:groq", "--refresh")).Error.ShouldContain("there is no list to fetch");
    }

    [Fact]
    public async Task The_price_of_a_call_is_told_in_the_currency_of_the_package()
    {
        await AddAsync("yi");
        await AddAsync("jina");
        await AddAsync("zhipuai");
        (await llm.RunAsync("providers", "price", "yi/yi-large", "--input", "1000000", "--output", "0")).Output.ShouldBe("20.0000000 RMB\n");
        (await llm.RunAsync("providers", "price", "zhipuai/glm-4-flash", "--input", "1000", "--output", "1000")).Output.ShouldBe("free\n");
        (await llm.RunAsync("providers", "price", "dify:jina/jina-reranker-v3", "--input", "1000")).Error.ShouldContain("has the unit 1000000, so it is none");
        (await llm.RunAsync("providers", "price", "gpt-4o-mini", "--input", "1000000", "--output", "1000000")).Output.ShouldBe("0.7500000 USD\n");
        (await llm.RunAsync("providers", "price", "mistral/walrus")).Error.ShouldContain("The price of mistral/walrus is not known");
        (await llm.RunAsync("providers", "price", "yi/yi-large", "--input", "-1")).ExitCode.ShouldBe(2);
        var json = JsonNode.Parse((await llm.RunAsync("providers", "price", "yi/yi-large", "--input", "10", "--json")).Output)!;
        ((string?)json["cost"], (string?)json["currency"]).ShouldBe(("0.0002000", "RMB"));
    }

    [Fact]
    public async Task The_description_of_a_model_is_that_of_Dify()
    {
        await AddAsync("yi");
        var description = JsonNode.Parse((await llm.RunAsync("providers", "schema", "yi/yi-large")).Output)!;
        var golden = DifyPackages.Golden()["yi"]!["provider"]!["models"]!.AsArray().Single(model => (string?)model!["model"] == "yi-large");
        JsonNode.DeepEquals(description, golden).ShouldBeTrue();
        (await llm.RunAsync("providers", "schema", "yi/walrus")).Error.ShouldContain("There is no model 'yi/walrus'");
    }

    [Fact]
    public async Task An_author_makes_a_package_and_checks_it()
    {
        var folder = Path.Combine(llm.User.Path, "mine");
        (await llm.RunAsync("providers", "new", "mine", "-o", folder, "--type", "llm", "--type", "rerank")).Output
            .ShouldBe($"Made mine in {folder}\n\nNext:\n\n    llm providers validate {folder}\n    llm providers add {folder}\n");
        (await llm.RunAsync("providers", "validate", folder, "--strict")).ShouldBe(CommandResult.Success("The package is correct.\n"));
        File.AppendAllText(Path.Combine(folder, "models/llm/_position.yaml"), "- walrus\n");
        (await llm.RunAsync("providers", "validate", folder)).ShouldBe(
            CommandResult.Success("warning: models/llm/_position.yaml: there is no model walrus\n0 errors, 1 warning\n"));
        (await llm.RunAsync("providers", "validate", folder, "--strict")).ExitCode.ShouldBe(1);
        File.WriteAllText(Path.Combine(folder, "models/llm/my-llm-model.yaml"), "model: 7\nmodel_type: llm\n");
        var result = await llm.RunAsync("providers", "validate", folder, "--json");
        result.ExitCode.ShouldBe(1);
        JsonNode.Parse(result.Output)![0]!.ToJsonString().ShouldBe(
            """{"level":"error","file":"models/llm/my-llm-model.yaml","line":1,"key":"model","message":"expected a text: write \u00227\u0022 in quotes; found 7"}""");
    }

    [Fact]
    public async Task A_package_is_set_up_from_a_pipe_and_answers()
    {
        await using var server = await FakeServer.StartAsync();
        var folder = Path.Combine(llm.User.Path, "mine");
        await llm.RunAsync("providers", "new", "mine", "-o", folder, "--url", server.BaseAddress);
        await llm.RunAsync("providers", "add", folder);
        server.Enqueue(FakeAnswer.FromPieces("pong"));
        var configured = await llm.PipeAsync("secret-key\n\n", "providers", "configure", "mine");
        configured.ExitCode.ShouldBe(0, configured.Error);
        configured.Error.ShouldContain("API key: ");
        configured.Error.ShouldContain($"Address of the server [{server.BaseAddress}]: ");
        configured.Error.ShouldEndWith("The server answered, so it takes them.\n");
        configured.Error.ShouldNotContain("secret-key");
        server.Requests[^1].Header("Authorization").ShouldBe("Bearer secret-key");
        File.ReadAllText(Path.Combine(llm.User.Path, "package_settings.json")).ShouldNotContain("secret-key");
        File.ReadAllText(Path.Combine(llm.User.Path, "keys.json")).ShouldContain("\"dify:mine\": \"secret-key\"");
        server.Enqueue(FakeAnswer.FromPieces("Hello"));
        (await llm.RunAsync("prompt", "-m", "mine/my-llm-model", "hi", "-o", "temperature", "1.5")).Output.ShouldBe("Hello\n");
        server.Requests[^1].Json["temperature"]!.GetValue<double>().ShouldBe(1.5);
        server.Enqueue(FakeAnswer.FromPieces("pong"));
        (await llm.RunAsync("providers", "test", "mine")).Output.ShouldMatch("^mine/my-llm-model \\(llm\\): answered in [0-9.]+ s: pong\n$");
        (await llm.RunAsync("models", "-q", "mine")).Output.ShouldBe("mine: mine/my-llm-model\n");
    }

    [Fact]
    public async Task A_bare_name_means_the_preset_and_with_the_prefix_the_package()
    {
        await AddAsync("jina");
        (await llm.RunAsync("providers", "price", "dify:jina/jina-embeddings-v3", "--input", "1000000")).Output.ShouldBe("1.0000000 USD\n");
        (await llm.RunAsync("providers", "price", "jina/jina-embeddings-v3", "--input", "1000000")).Error
            .ShouldContain("The model of the package is dify:jina/jina-embeddings-v3.");
        (await llm.RunAsync("providers", "schema", "dify:jina/jina-embeddings-v3")).ExitCode.ShouldBe(0);
        (await llm.RunAsync("providers", "schema", "jina/jina-embeddings-v3")).Error
            .ShouldContain("jina is a built-in provider or preset. The model of the package is dify:jina/jina-embeddings-v3.");
        (await llm.RunAsync("providers", "show", "jina")).Output.ShouldStartWith("Jina");
        (await llm.RunAsync("providers", "test", "jina")).Error.ShouldContain("Name packages with dify: before the name");
    }

    [Fact]
    public async Task A_model_of_each_type_is_asked_and_one_that_fails_does_not_hide_the_others()
    {
        await using var server = await FakeServer.StartAsync();
        var folder = Path.Combine(llm.User.Path, "mine");
        string[] types = ["llm", "moderation", "rerank", "speech2text", "text-embedding", "tts"];
        await llm.RunAsync(["providers", "new", "mine", "-o", folder, "--url", server.BaseAddress, .. types.SelectMany(type => (string[])["--type", type])]);
        await llm.RunAsync("providers", "add", folder);
        server.Enqueue(FakeAnswer.FromPieces("pong"));
        var configured = await llm.PipeAsync("secret-key\n\n", "providers", "configure", "mine");
        configured.ExitCode.ShouldBe(0, configured.Error);
        configured.Error.Split('\n').Count(line => line.Contains("answered in")).ShouldBe(6);
        server.Requests.Select(request => request.Path).ShouldBe(
        [
            "/v1/chat/completions", "/v1/moderations", "/v1/rerank", "/v1/audio/transcriptions", "/v1/embeddings", "/v1/audio/speech",
        ]);
        ((string?)server.Requests[0].Json["messages"]![0]!["content"], (string?)server.Requests[1].Json["input"]).ShouldBe(("ping", "ping"));
        server.Requests[2].Json["documents"]!.AsArray().Count.ShouldBe(2);
        server.Requests[4].Json["input"]!.ToJsonString().ShouldBe("[\"ping\"]");
        ((string?)server.Requests[5].Json["input"]).ShouldBe("Test.");
        // A second of 16-bit samples in a form.
        server.Requests[3].Body.Length.ShouldBeGreaterThan(32_044);

        server.Enqueue(FakeAnswer.FromPieces("pong"));
        server.Enqueue(FakeReply.Error(401, "wrong key secret-key"));
        var tested = await llm.RunAsync("providers", "test", "mine");
        tested.ExitCode.ShouldBe(1);
        var lines = tested.Output.TrimEnd().Split('\n');
        lines.Length.ShouldBe(6, tested.Output);
        lines[0].ShouldMatch(@"^mine/my-llm-model \(llm\): answered in [0-9.]+ s: pong$");
        lines[1].ShouldStartWith("mine/my-moderation-model (moderation): failed: ");
        lines[1].ShouldNotContain("secret-key");
        lines[2].ShouldEndWith(": the scores 0.8571 and 0.5714");
        lines[3].ShouldEndWith(": audio.wav has 32044 bytes");
        lines[4].ShouldMatch(": a vector of [0-9]+ numbers$");
        lines[5].ShouldEndWith(": 5 bytes of audio/mp3");
        (await llm.RunAsync("providers", "test", "mine", "--type", "rerank")).ExitCode.ShouldBe(0);
        (await llm.RunAsync("providers", "test", "mine", "--model", "walrus")).Error.ShouldContain("mine has no model walrus.");
        server.Enqueue(FakeReply.Error(401, "no"));
        var refused = await llm.PipeAsync("secret-key\n\n", "providers", "configure", "mine", "--type", "tts");
        (refused.ExitCode, refused.Error.Contains("What you gave is kept. Try again with: llm providers test mine")).ShouldBe((1, true));
    }

    [Fact]
    public async Task Models_of_a_package_are_models_of_the_commands_for_their_tasks()
    {
        await using var server = await FakeServer.StartAsync();
        var folder = Path.Combine(llm.User.Path, "mine");
        string[] types = ["moderation", "rerank", "speech2text", "text-embedding", "tts"];
        await llm.RunAsync(["providers", "new", "mine", "-o", folder, "--url", server.BaseAddress, .. types.SelectMany(type => (string[])["--type", type])]);
        await llm.RunAsync("providers", "add", folder);
        (await llm.RunAsync("embed-models", "-q", "mine")).Output.Trim().ShouldBe("");
        (await llm.RunAsync("embed-models", "-q", "mine", "--all")).Output.ShouldBe("mine: mine/my-text-embedding-model\n");
        (await llm.RunAsync("providers", "configure", "mine", "--no-check", "--set", "api_key", "k")).ExitCode.ShouldBe(0);
        (await llm.RunAsync("embed-models", "-q", "mine")).Output.ShouldBe("mine: mine/my-text-embedding-model\n");
        foreach (var (type, name) in new[]
        {
            ("embedding", "text-embedding"), ("rerank", "rerank"), ("moderation", "moderation"), ("transcription", "speech2text"), ("speech", "tts"),
        })
        {
            (await llm.RunAsync("models", "--type", type, "-q", "mine")).Output.ShouldBe($"mine: mine/my-{name}-model\n");
        }

        (await llm.RunAsync("embed", "-m", "mine/my-text-embedding-model", "-c", "seal")).Output.ShouldStartWith("[");
        (await llm.RunAsync("rerank", "-m", "dify:mine/my-rerank-model", "seal", "otter", "seal")).Output.ShouldStartWith("1.0\tseal\n");
        (await llm.RunAsync("moderate", "-m", "mine/my-moderation-model", "I will kill you")).ExitCode.ShouldBe(3);
        var wave = Path.Combine(llm.User.Path, "talk.wav");
        await File.WriteAllBytesAsync(wave, "RIFF....WAVE"u8.ToArray());
        (await llm.RunAsync("transcribe", "-m", "mine/my-speech2text-model", wave)).Output.ShouldBe("talk.wav has 12 bytes\n");
        var sound = Path.Combine(llm.User.Path, "sound.mp3");
        (await llm.RunAsync("speak", "-m", "mine/my-tts-model", "Hi", "-o", sound)).ExitCode.ShouldBe(0);
        (await File.ReadAllTextAsync(sound)).ShouldBe("Hi");
        server.Requests.ShouldAllBe(request => request.Header("Authorization") == "Bearer k");
    }

    [Fact]
    public async Task A_model_is_added_to_a_package_that_takes_any()
    {
        await using var server = await FakeServer.StartAsync();
        await AddAsync("openai_api_compatible");
        (await llm.RunAsync("providers", "configure", "openai_api_compatible")).Error
            .ShouldContain("is set up with each model: llm providers configure openai_api_compatible --model NAME");
        var set = await llm.RunAsync(
            "providers", "configure", "openai_api_compatible", "--model", "own", "--no-check",
            "--set", "endpoint_url", server.BaseAddress, "--set", "endpoint_model_name", "wire-name", "--set", "vision_support", "support");
        set.ExitCode.ShouldBe(0, set.Error);
        server.Enqueue(FakeAnswer.FromPieces("Hello"));
        (await llm.RunAsync("prompt", "-m", "openai_api_compatible/own", "hi")).Output.ShouldBe("Hello\n");
        ((string?)server.Requests[^1].Json["model"]).ShouldBe("wire-name");
        (await llm.RunAsync("providers", "configure", "openai_api_compatible", "--model", "own", "--set", "walrus", "1")).Error
            .ShouldContain("does not ask for walrus");
        (await llm.RunAsync("providers", "configure", "openai_api_compatible", "--model", "own", "--set", "mode", "sing")).Error
            .ShouldContain("Completion mode (mode) is one of completion, chat.");
    }

    [Fact]
    public async Task Models_of_other_types_are_added_too_and_asked_at_once()
    {
        await using var server = await FakeServer.StartAsync();
        await AddAsync("openai_api_compatible");
        foreach (var (type, path) in new[] { ("rerank", "/v1/rerank"), ("text-embedding", "/v1/embeddings"), ("tts", "/v1/audio/speech") })
        {
            var set = await llm.RunAsync(
                "providers", "configure", "openai_api_compatible", "--model", "own", "--type", type,
                "--set", "endpoint_url", server.BaseAddress, "--set", "api_key", $"key-of-{type}", "--set", "endpoint_model_name", "wire-name");
            set.ExitCode.ShouldBe(0, set.Error);
            set.Error.ShouldContain($"openai_api_compatible/own ({type}): answered in ");
            var sent = server.Requests[^1];
            (sent.Path, sent.Header("Authorization"), (string?)sent.Json["model"]).ShouldBe((path, $"Bearer key-of-{type}", "wire-name"));
        }

        (await llm.RunAsync("models", "--type", "rerank", "-q", "own")).Output.ShouldEndWith(": openai_api_compatible/own\n");
        (await llm.RunAsync("rerank", "-m", "openai_api_compatible/own", "seal", "otter", "seal")).Output.ShouldStartWith("1.0\tseal\n");
        server.Requests[^1].Header("Authorization").ShouldBe("Bearer key-of-rerank");
        (await llm.RunAsync("moderate", "-m", "openai_api_compatible/own", "x")).Error.ShouldContain("There is no moderation model 'openai_api_compatible/own'");
        (await llm.RunAsync("providers", "test", "openai_api_compatible")).Output.TrimEnd().Split('\n').Length.ShouldBe(3);
    }

    [Fact]
    public async Task What_is_no_package_is_told()
    {
        (await llm.RunAsync("providers", "add", "/nowhere")).Error.ShouldBe("Error: There is no folder or file /nowhere.\n");
        (await llm.RunAsync("providers", "add", llm.User.Path)).Error.ShouldContain("so the folder is not a package");
        (await llm.RunAsync("providers", "remove", "openai")).Error.ShouldContain("openai is not a package that was added.");
        (await llm.RunAsync("providers", "configure", "walrus")).Error.ShouldContain("There is no provider 'walrus'");
    }

    private async Task AddAsync(string name) =>
        (await llm.RunAsync("providers", "add", DifyPackages.FolderOf(name))).ExitCode.ShouldBe(0);
}
