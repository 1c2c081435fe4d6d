using Llm.Packages;
using Llm.Providers.Dify;
using Llm.Testing;
using Llm.Tests;

namespace Llm.Providers.Tests.Dify;

/// <summary>The models of official packages, added as a user adds them, speak to their servers without the code of the package.</summary>
public sealed class PackageModelTests : PackageTest
{
    private const string Own = "https://own.example.com";

    /// <summary>The packages whose models all speak OpenAI's interface, those that chat, with the credentials and the address.</summary>
    public static TheoryData<string, string, string> Addresses => new()
    {
        { "ant_ling", "", "https://api.ant-ling.com/v1/chat/completions" },
        { "deepseek", "", "https://api.deepseek.com/chat/completions" },
        { "deepseek", "endpoint_url=https://own.example.com/v1/", "https://own.example.com/v1/chat/completions" },
        { "gmicloud", "", "https://api.gmi-serving.com/v1/chat/completions" },
        { "gmicloud", "endpoint_url=https://own.example.com", "https://own.example.com/v1/chat/completions" },
        { "gmicloud", "endpoint_url=https://own.example.com/v1", "https://own.example.com/v1/chat/completions" },
        { "groq", "", "https://api.groq.com/openai/v1/chat/completions" },
        { "huaweicloud_maas", "", "https://api.modelarts-maas.com/v2/chat/completions" },
        { "huaweicloud_maas_hk", "", "https://api-ap-southeast-1.modelarts-maas.com/v1/chat/completions" },
        { "lemonade", "model endpoint_url=http://own.example.com:8000", "http://own.example.com:8000/api/v1/chat/completions" },
        { "longcat", "", "https://api.longcat.chat/openai/v1/chat/completions" },
        { "mimo", "", "https://api.xiaomimimo.com/v1/chat/completions" },
        {
            "mimo", "endpoint_url=https://token-plan-cn.xiaomimimo.com/v1", "https://token-plan-cn.xiaomimimo.com/v1/chat/completions"
        },
        { "moonshot", "", "https://api.moonshot.cn/v1/chat/completions" },
        { "moonshot", "endpoint_url=https://api.moonshot.ai/v1", "https://api.moonshot.ai/v1/chat/completions" },
        { "nvidia_nim", "model endpoint_url=http://own.example.com/v1", "http://own.example.com/v1/chat/completions" },
        { "openai_api_compatible", "model endpoint_url=http://own.example.com/v1", "http://own.example.com/v1/chat/completions" },
        { "sambanova", "", "https://api.sambanova.ai/v1/chat/completions" },
        { "stepfun", "", "https://api.stepfun.com/v1/chat/completions" },
        { "stepfun", "use_international_endpoint=true", "https://api.stepfun.ai/v1/chat/completions" },
        { "togetherai", "model", "https://api.together.xyz/v1/chat/completions" },
        { "vessl_ai", "model endpoint_url=http://own.example.com/v1", "http://own.example.com/v1/chat/completions" },
        { "x", "", "https://api.x.ai/v1/chat/completions" },
        { "yi", "", "https://api.lingyiwanwu.com/v1/chat/completions" },
        { "zhinao", "", "https://api.360.cn/v1/chat/completions" },
        { "siliconflow", "use_international_endpoint=true", "https://api.siliconflow.com/v1/chat/completions" },
        { "wenxin", "", "https://qianfan.baidubce.com/v2/chat/completions" },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_streamed_chat_goes_to_the_address_of_the_provider(string name, string given, string address)
    {
        var (package, model) = Configure(name, given);
        Server.Enqueue(FakeAnswer.FromPieces("Hel", "lo") with { InputTokens = 7, OutputTokens = 2 });
        var (response, sent) = await AskAsync($"{package.Name}/{model}");
        response.Text.ShouldBe("Hello");
        response.Usage!.InputTokens.ShouldBe(7);
        sent.Address.ShouldBe(address);
        sent.Headers["Authorization"].ShouldBe($"Bearer {(new CredentialScope(package, addedModel: Added(given)).KeyField is null ? "DUMMY_KEY" : Key)}");
        var body = Server.Requests[^1].Json;
        ((string?)body["model"], (bool?)body["stream"]).ShouldBe((model, true));
    }

    [Fact]
    public void The_table_of_this_test_has_every_compatible_package_that_chats()
    {
        string[] compatible =
        [
            "ant_ling", "deepseek", "funasr", "gmicloud", "groq", "huaweicloud_maas", "huaweicloud_maas_hk", "lemonade", "longcat", "mimo",
            "moonshot", "nvidia_nim", "openai_api_compatible", "sambanova", "stepfun", "togetherai", "vessl_ai", "x", "yi", "zhinao",
        ];
        compatible.Except(Addresses.Select(row => row.Data.Item1)).ShouldBe(["funasr"], "it writes down what is said");
        foreach (var name in compatible) PackageEndpoints.Knows(name, PackageModelType.Llm, null).ShouldBeTrue(name);
    }

    [Fact]
    public void The_table_of_the_guide_is_that_of_the_program()
    {
        var guide = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "providers", "packages.md"));
        var table = guide[guide.IndexOf("| packages | types |", StringComparison.Ordinal)..];
        var names = new List<string>();
        foreach (var row in table[..table.IndexOf("\n\n", StringComparison.Ordinal)].Split('\n').Skip(2))
        {
            var cells = row.Trim('|').Split('|');
            var types = cells[1].Contains("all", StringComparison.Ordinal) ? null : cells[1].Split('`').Where((_, i) => i % 2 == 1).ToList();
            foreach (var name in cells[0].Split(',').Select(name => name.Trim()))
            {
                names.Add(name);
                foreach (var type in PackageModelTypes.All)
                {
                    PackageEndpoints.Knows(name, type, null)
                        .ShouldBe(types?.Contains(PackageModelTypes.NameOf(type)) ?? true, $"{name} {type}");
                }
            }
        }

        guide.ShouldContain($"the {names.Count} official ones");
        DifyPackages.Names.Where(name => PackageModelTypes.All.Any(type => PackageEndpoints.Knows(name, type, null)))
            .Order(StringComparer.Ordinal).ShouldBe(names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Parameters_are_those_of_the_package()
    {
        Configure("mimo", "");
        var model = Find("mimo/mimo-v2.5-pro");
        model.Options.Select(option => option.Name).ShouldBe(["temperature", "top_p", "response_format", "thinking", "extra_body"]);
        Server.Enqueue(FakeAnswer.FromPieces("hi"));
        await AskAsync("mimo/mimo-v2.5-pro", new PromptOptions().With("temperature", 0.5));
        Server.Requests[^1].Json["temperature"]!.GetValue<double>().ShouldBe(0.5);
        var error = await Should.ThrowAsync<LlmException>(() => AskAsync("mimo/mimo-v2.5-pro", new PromptOptions().With("temperature", 99)));
        error.Message.ShouldContain("temperature of mimo/mimo-v2.5-pro cannot be 99");
        (await Should.ThrowAsync<LlmException>(() => AskAsync("mimo/mimo-v2.5-pro", new PromptOptions().With("walrus", 1))))
            .Message.ShouldContain("walrus is not an option of mimo/mimo-v2.5-pro");
        Server.Enqueue(FakeAnswer.FromPieces("hi"));
        await AskAsync("mimo/mimo-v2.5-pro", new PromptOptions().With("extra_body", """{"walrus": 1}"""));
        Server.Requests[^1].Json["walrus"]!.GetValue<int>().ShouldBe(1);
        Server.Requests[^1].Json.ContainsKey("extra_body").ShouldBeFalse();
    }

    [Fact]
    public void What_a_model_can_do_follows_from_its_features()
    {
        Configure("yi", "");
        Configure("groq", "");
        var (vision, plain) = (Find("yi/yi-vision"), Find("yi/yi-large"));
        (vision.AttachmentTypes.Contains("image/png"), plain.AttachmentTypes.Count).ShouldBe((true, 0));
        (Find("groq/deepseek-r1-distill-llama-70b").SupportsTools, plain.SupportsTools, plain.SupportsSchema).ShouldBe((true, false, false));
    }

    [Fact]
    public async Task A_package_with_an_interface_of_its_own_says_what_to_do()
    {
        Configure("tongyi", "");
        var entry = new PackageStore(User.Directory).Find("tongyi")!.Models.First(model => model.Type == PackageModelType.Llm);
        (await Should.ThrowAsync<LlmException>(() => AskAsync($"tongyi/{entry.Name}"))).Message.ShouldContain("has an interface of its own");
        // Any server counts as compatible that a user names.
        Configure("tongyi", $"endpoint_url={Own}/v1");
        Server.Enqueue(FakeAnswer.FromPieces("hi"));
        (await AskAsync($"tongyi/{entry.Name}")).Sent.Address.ShouldBe($"{Own}/v1/chat/completions");
    }

    [Fact]
    public async Task A_model_whose_answer_is_a_long_job_is_refused()
    {
        Configure("volcengine", $"model endpoint_url={Own}/v1");
        Configure("volcengine", $"endpoint_url={Own}/v1");
        var name = new PackageStore(User.Directory).Find("volcengine")!.Models.First(model => model.Features.Contains("polling")).Name;
        (await Should.ThrowAsync<LlmException>(() => AskAsync($"volcengine/{name}"))).Message.ShouldContain("makes its answer in a long job");
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void A_package_and_a_provider_of_the_same_name_do_not_get_into_each_others_way()
    {
        Taken.Add("groq");
        Configure("groq", "");
        var models = Models(Http);
        var name = new PackageStore(User.Directory).Find("groq")!.Models.First(model => model.Type == PackageModelType.Llm).Name;
        models.Find($"groq/{name}").ShouldBeNull();
        models.Find($"dify:groq/{name}")!.Id.ShouldBe($"dify:groq/{name}");
        models.List().ShouldAllBe(model => model.Model.Id.StartsWith("dify:groq/"));
        Taken.Clear();
        models.Find($"dify:groq/{name}")!.Id.ShouldBe($"groq/{name}");
        models.Find("groq/walrus").ShouldBeNull();
        models.Find("groq").ShouldBeNull();
    }

    [Theory]
    [InlineData(401, ProviderErrorKind.Authentication)]
    [InlineData(400, ProviderErrorKind.BadRequest)]
    [InlineData(429, ProviderErrorKind.RateLimit)]
    public async Task Errors_of_the_server_are_distinguished(int status, ProviderErrorKind kind)
    {
        Configure("yi", "");
        for (var i = 0; i < 3; i++) Server.Enqueue(FakeReply.Error(status, "no"));
        (await Should.ThrowAsync<ProviderException>(() => AskAsync("yi/yi-lightning"))).Kind.ShouldBe(kind);
    }

    [Fact]
    public void A_package_that_is_not_set_up_is_listed_only_with_all()
    {
        new PackageStore(User.Directory).Add(DifyPackages.FolderOf("ollama"));
        new PackageStore(User.Directory).Add(DifyPackages.FolderOf("yi"));
        Models(Http).List().ShouldAllBe(model => ((KeyModel)model.Model).NeedsKey != null && !((KeyModel)model.Model).IsListedWithoutKey);
    }

    private Model Find(string id)
    {
        var model = Models(Http).Find(id).ShouldNotBeNull(id);
        new ModelRegistry(new ModelServices { Clock = Clock, Keys = Keys }).Add(model);
        return model;
    }

    private async Task<(Response Response, ReroutedHandler Sent)> AskAsync(string id, PromptOptions? options = null)
    {
        using var rerouted = new ReroutedHandler(Server);
        using var client = new HttpClient(rerouted);
        var model = Models(() => client).Find(id).ShouldNotBeNull(id);
        new ModelRegistry(new ModelServices { Clock = Clock, Keys = Keys }).Add(model);
        return (await model.Ask("hi", options ?? new PromptOptions()).CompleteAsync(CancellationToken.None), rerouted);
    }
}
