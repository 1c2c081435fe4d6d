using Kennel;
using Llm.Packages;
using Llm.Providers.Dify;
using Llm.Testing;

namespace Llm.Library.Tests.Plugins;

/// <summary>The sample Kennel is a package of models in C#; these are the features of docs/dify/writing.md.</summary>
public sealed class KennelProviderTests : IAsyncLifetime
{
    private const string Key = "sk-kennel-0123456789";

    private readonly TemporaryUserDirectory user = new();
    private FakeServer server = null!;
    private LlmHost host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private AddedPackage Package => host.PluginPackages.Single().Package;

    public async ValueTask InitializeAsync()
    {
        server = await FakeServer.StartAsync();
        host = LlmHost.Create(new LlmHostOptions
        {
            Directory = user.Directory,
            Plugins = [new KennelProvider()],
            Limits = new RequestLimits { Retries = 0 },
        });
    }

    public async ValueTask DisposeAsync()
    {
        host.Dispose();
        await server.DisposeAsync();
        user.Dispose();
    }

    [Fact]
    public void All_models_of_the_package_are_registered_and_listed_once_there_is_a_key()
    {
        host.ListedModels.Models.ShouldNotContain(model => model.Model.Id.StartsWith("kennel/"));
        SetUp();
        host.ListedModels.Models.ShouldContain(model => model.Model.Id == "kennel/barker");
        host.ListedEmbeddingModels.ShouldContain(model => model.Model.Id == "kennel/sniffer");
        host.RerankModels.Listed.ShouldContain(model => model.Model.Id == "kennel/sorter");
        var model = host.GetModel("kennel/barker");
        model.Options.Select(option => option.Name).ShouldBe(["temperature", "max_tokens"]);
        (model.SupportsTools, model.SupportsSchema, model.AttachmentTypes.Count).ShouldBe((true, false, 0));
    }

    [Fact]
    public void It_is_a_provider_that_users_can_set_up()
    {
        var provider = host.Providers.Single(provider => provider.Name == "kennel");
        (provider.Title, provider.IsConfigured, provider.Package!.IsOfPlugin, provider.Origin).ShouldBe(("Kennel", false, true, "me/kennel 0.0.1"));
        provider.Package.Form!.Fields.Select(field => field.Variable).ShouldBe(["api_key", "endpoint_url"]);
        provider.Package.Load().Provider.Models.Count.ShouldBe(3);
        host.FindPackage("kennel").ShouldBe(provider.Package);
        host.NeedsCode(provider.Package).ShouldBeFalse();
        SetUp();
        host.Providers.Single(other => other.Name == "kennel").IsConfigured.ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_compatible_server_needs_an_address_and_a_name(bool stream)
    {
        SetUp();
        server.Enqueue(FakeAnswer.FromPieces("Wo", "of") with { InputTokens = 7, OutputTokens = 2 });
        var options = new PromptOptions { Stream = stream }.With("temperature", 1.5).With("max_tokens", 20);
        var answer = await host.GetModel("kennel/barker").PromptAsync("hi", options, Stop);
        (answer.Text, answer.Usage!.InputTokens, answer.Usage.OutputTokens).ShouldBe(("Woof", 7, 2));
        var request = server.Requests.ShouldHaveSingleItem();
        (request.Path, request.Header("Authorization"), request.Header("X-Kennel-Client")).ShouldBe(
            ("/v1/chat/completions", $"Bearer {Key}", "llm"));
        ((string?)request.Json["model"], (double?)request.Json["temperature"], (int?)request.Json["max_tokens"], (bool?)request.Json["stream"])
            .ShouldBe(("barker", 1.5, 20, stream));
        (await Should.ThrowAsync<LlmException>(
            () => host.GetModel("kennel/barker").PromptAsync("hi", new PromptOptions().With("temperature", 3), Stop)))
            .Message.ShouldContain("temperature of kennel/barker cannot be 3");
    }

    [Fact]
    public async Task An_interface_of_its_own_is_a_method()
    {
        SetUp();
        server.Enqueue(FakeReply.Text("[1, 2]\n[3, 4]\n"));
        var model = host.EmbeddingModels.Single(model => model.Model.Id == "kennel/sniffer").Model;
        (model.BatchSize, model.InputLimit).ShouldBe((16, 512));
        var vectors = await model.EmbedAsync(["a\nb", "c"], cancellationToken: Stop);
        vectors[1].ToArray().ShouldBe([3f, 4f]);
        var request = server.Requests.ShouldHaveSingleItem();
        (request.PathAndQuery, request.Header("Authorization"), System.Text.Encoding.UTF8.GetString(request.Body.Span)).ShouldBe(
            ("/v1/sniff?for=text", $"Bearer {Key}", "a b\nc"));
        server.Enqueue(FakeReply.Text("[1, 2]"));
        await model.EmbedQueryAsync("q", cancellationToken: Stop);
        server.Requests[^1].PathAndQuery.ShouldBe("/v1/sniff?for=query");
        var ranked = await host.RerankModels.Get("kennel/sorter").RerankAsync("big dog", ["a cat", "a big dog", "a dog"], cancellationToken: Stop);
        ranked.Documents.ShouldBe([new RankedDocument(1, 1), new RankedDocument(2, 0.5), new RankedDocument(0, 0)]);
    }

    [Theory]
    [InlineData(401, ProviderErrorKind.Authentication, "Check the API key.")]
    [InlineData(403, ProviderErrorKind.Authentication, "Check what the API key is allowed to do.")]
    [InlineData(404, ProviderErrorKind.BadRequest, "")]
    [InlineData(422, ProviderErrorKind.BadRequest, "")]
    [InlineData(429, ProviderErrorKind.RateLimit, "Try again later, or send fewer requests.")]
    [InlineData(500, ProviderErrorKind.Overloaded, "Try again later.")]
    [InlineData(418, ProviderErrorKind.Other, "")]
    public async Task Errors_become_those_of_all_providers(int status, ProviderErrorKind kind, string advice)
    {
        SetUp();
        server.Enqueue(FakeReply.Text($"no dogs for {Key}", status: status));
        var model = host.EmbeddingModels.Single(model => model.Model.Id == "kennel/sniffer").Model;
        var error = await Should.ThrowAsync<ProviderException>(() => model.EmbedAsync("a", cancellationToken: Stop));
        (error.Kind, error.Status, error.Message).ShouldBe((kind, status, $"Kennel: no dogs for [...]. {advice}".TrimEnd()));
    }

    [Fact]
    public async Task Exceptions_of_libraries_are_mapped_and_bugs_are_passed_on()
    {
        SetUp(address: "http://127.0.0.1:1");
        var model = host.EmbeddingModels.Single(model => model.Model.Id == "kennel/sniffer").Model;
        var error = await Should.ThrowAsync<ProviderException>(() => model.EmbedAsync("a", cancellationToken: Stop));
        error.Kind.ShouldBe(ProviderErrorKind.Network);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => model.EmbedAsync("a", cancellationToken: stop.Token));
        SetUp();
        server.Enqueue(FakeReply.Text("not JSON"));
        await Should.ThrowAsync<System.Text.Json.JsonException>(() => model.EmbedAsync("a", cancellationToken: Stop));
    }

    [Fact]
    public async Task Credentials_are_checked_with_the_provider()
    {
        SetUp();
        await host.CheckCredentialsByCodeAsync(new CredentialScope(Package), Stop);
        ((int?)server.Requests[^1].Json["max_tokens"], (bool?)server.Requests[^1].Json["stream"]).ShouldBe((5, false));
        server.Enqueue(FakeReply.Error(401, $"bad key {Key}"));
        var error = await Should.ThrowAsync<ProviderException>(() => host.CheckCredentialsByCodeAsync(new CredentialScope(Package), Stop));
        error.Kind.ShouldBe(ProviderErrorKind.Authentication);
        error.Message.ShouldStartWith("Kennel: ");
        error.Message.ShouldNotContain(Key);
        (await host.ProbeAsync(Package, Package.Models[0], Stop)).ShouldContain("ping");
    }

    [Fact]
    public async Task A_model_that_a_user_adds_is_described_by_what_the_user_gave()
    {
        var scope = new CredentialScope(Package, PackageModelType.Llm, "poodle");
        host.Keys.Set(scope.KeyName, "sk-poodle-1");
        host.PackageCredentials.Set(
            scope, new Dictionary<string, string> { ["endpoint_url"] = server.BaseAddress, ["context_size"] = "2000" });
        using var later = LlmHost.Create(new LlmHostOptions { Directory = user.Directory, Plugins = [new KennelProvider()] });
        var model = later.GetModel("kennel/poodle");
        model.Options.Select(option => option.Name)
            .ShouldBe(["temperature", "top_p", "frequency_penalty", "presence_penalty", "max_tokens"]);
        (await model.PromptAsync("hi", cancellationToken: Stop)).Text.ShouldBe("echo: hi");
        (server.Requests[^1].Header("Authorization"), (string?)server.Requests[^1].Json["model"]).ShouldBe(("Bearer sk-poodle-1", "poodle"));
        new KennelProvider().Refresh!.Files.Single().ShouldEndWith("package_settings.json");
    }

    [Fact]
    public async Task Tokens_are_estimated_and_the_count_says_so()
    {
        var probe = new Probe();
        var models = new ModelRegistry(host.Services);
        new OwnProvider(probe).RegisterModels(models);
        host.Keys.Set("dify:kennel", Key);
        await models.Models.Single().Model.PromptAsync("The quick brown fox jumps over the lazy dog.", cancellationToken: Stop);
        // GPT-2 counts 10 for the text; 3 are added for the message, 3 for the answer, and 1 or 2 for the role.
        probe.Counted!.IsEstimate.ShouldBeTrue();
        probe.Counted.Tokens.ShouldBeInRange(14, 24);
        TokenCount.Estimate("狗狗狗狗").Tokens.ShouldBe(4);
        TokenCount.Estimate("").Tokens.ShouldBe(0);
    }

    private void SetUp(string? address = null)
    {
        host.Keys.Set("dify:kennel", Key);
        host.PackageCredentials.Set(
            new CredentialScope(Package), new Dictionary<string, string> { ["endpoint_url"] = address ?? server.BaseAddress });
    }

    private sealed class OwnProvider(Probe probe) : PackagedProvider(ModelPackage.LoadResources(typeof(KennelProvider).Assembly))
    {
        protected override LanguageModelInvoker LanguageModels => probe;
    }

    private sealed class Probe : LanguageModelInvoker
    {
        public TokenCount? Counted { get; private set; }

        public override async IAsyncEnumerable<StreamEvent> InvokeAsync(
            LanguageModelCall call, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Counted = await CountTokensAsync(call, cancellationToken);
            yield return "woof";
        }
    }
}
