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
        (await llm.RunAsync("providers", "price", "jina/jina-reranker-v3", "--input", "1000")).Error.ShouldContain("has the unit 1000000, so it is none");
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
        (await llm.RunAsync("providers", "test", "mine")).Output.ShouldStartWith("mine/my-llm-model: answered in ");
        (await llm.RunAsync("models", "-q", "mine")).Output.ShouldBe("mine: mine/my-llm-model\n");
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
