using Llm.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Llm.Hosting.Tests;

public sealed class DependencyInjectionTests : IAsyncLifetime
{
    private ServedDirectory served = null!;

    public async ValueTask InitializeAsync() => served = await ServedDirectory.StartAsync();

    [Fact]
    public async Task A_service_gets_the_model_of_its_key()
    {
        await using var provider = Services().AddTransient<Asker>().BuildServiceProvider(validateScopes: true);
        (await provider.GetRequiredService<Asker>().AskAsync("hi")).ShouldBe("echo: hi");
        var host = provider.GetRequiredService<LlmHost>();
        provider.GetRequiredKeyedService<Model>("c").ShouldBeSameAs(host.GetModel("chat"));
        provider.GetRequiredKeyedService<EmbeddingModel>("3-small").Id.ShouldBe("text-embedding-3-small");
        provider.GetKeyedService<string>("chat").ShouldBeNull();
    }

    [Fact]
    public async Task The_default_models_have_no_key()
    {
        await using var provider = Services().BuildServiceProvider();
        var defaults = provider.GetRequiredService<DefaultModels>();
        provider.GetRequiredService<Model>().Id.ShouldBe(DefaultModels.BuiltIn);
        defaults.SetModel("chat");
        provider.GetRequiredService<Model>().Id.ShouldBe("chat");
        Should.Throw<LlmException>(() => provider.GetRequiredService<EmbeddingModel>()).Message.ShouldContain("SetDefaultEmbeddingModel");
        defaults.SetEmbeddingModel("3-large");
        provider.GetRequiredService<EmbeddingModel>().Id.ShouldBe("text-embedding-3-large");

        await using var chosen = Services(options => options.DefaultModel = "completion").BuildServiceProvider();
        chosen.GetRequiredService<Model>().Id.ShouldBe("completion");
    }

    [Fact]
    public async Task An_unknown_model_is_told_by_its_name()
    {
        await using var provider = Services().BuildServiceProvider();
        Should.Throw<UnknownModelException>(() => provider.GetRequiredKeyedService<Model>("zzz")).Message.ShouldBe("Unknown model: zzz");
        Should.Throw<UnknownModelException>(() => provider.GetKeyedService<EmbeddingModel>("zzz"));
        Should.Throw<LlmException>(() => provider.GetKeyedService<Model>(5)).Message.ShouldBe(
            "The key of a model must be its id or alias as text, not Int32.");
    }

    [Fact]
    public async Task Models_are_chat_clients_and_embedding_generators_too()
    {
        await using var provider = Services(options => options.DefaultModel = "chat").BuildServiceProvider(validateScopes: true);
        var usual = provider.GetRequiredService<IChatClient>();
        (await usual.GetResponseAsync("hi")).Text.ShouldBe("echo: hi");
        usual.GetService<Model>().ShouldBeSameAs(provider.GetRequiredService<Model>());
        (await provider.GetRequiredKeyedService<IChatClient>("responses").GetResponseAsync("hi")).ResponseId.ShouldBe("resp_fake");
        Should.Throw<UnknownModelException>(() => provider.GetRequiredKeyedService<IChatClient>("zzz"));
        provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("3-small")
            .GetService<EmbeddingModel>()!.Id.ShouldBe("text-embedding-3-small");
        provider.GetRequiredService<DefaultModels>().SetEmbeddingModel("3-large");
        provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>()
            .GetService<EmbeddingModel>()!.Id.ShouldBe("text-embedding-3-large");
    }

    [Fact]
    public async Task A_request_chooses_another_model_of_the_host()
    {
        await using var provider = Services(options => options.DefaultModel = "responses").BuildServiceProvider();
        var answer = await provider.GetRequiredService<IChatClient>().GetResponseAsync("hi", new ChatOptions { ModelId = "c" });
        (answer.ResponseId, answer.ModelId).ShouldBe(("chatcmpl-fake", served.WireName));
    }

    [Fact]
    public async Task A_client_of_the_program_takes_precedence()
    {
        using var own = new FakeModel("mine").AsChatClient();
        var services = new ServiceCollection().AddSingleton(own).AddKeyedSingleton("chat", own)
            .AddLlm(options => options.UserPath = served.User.Path);
        await using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IChatClient>().ShouldBeSameAs(own);
        provider.GetRequiredKeyedService<IChatClient>("chat").ShouldBeSameAs(own);
        provider.GetServices<IChatClient>().ShouldHaveSingleItem();
        provider.GetRequiredKeyedService<IChatClient>("c").GetService<Model>()!.Id.ShouldBe("chat");
    }

    [Fact]
    public async Task What_the_host_holds_can_be_injected()
    {
        await using var provider = Services().BuildServiceProvider();
        var host = provider.GetRequiredService<LlmHost>();
        provider.GetRequiredService<ModelCatalog>().ShouldBeSameAs(host.Models);
        provider.GetRequiredService<KeyStore>().ShouldBeSameAs(host.Keys);
        provider.GetRequiredService<AliasStore>().ShouldBeSameAs(host.Aliases);
        provider.GetRequiredService<TemplateStore>().ShouldBeSameAs(host.Templates);
    }

    [Fact]
    public async Task Plugins_and_the_clock_come_from_the_services()
    {
        var clock = new FixedClock();
        var services = Services().AddSingleton<TimeProvider>(clock).AddSingleton<IPlugin>(new CountingPlugin(new FakeModel("Hello")));
        await using var provider = services.BuildServiceProvider();
        var response = await provider.GetRequiredKeyedService<Model>("fake").PromptAsync("q");
        response.Text.ShouldBe("Hello");
        response.StartedAt.ShouldBe(clock.GetUtcNow());
    }

    [Fact]
    public async Task Settings_come_from_configuration()
    {
        var configuration = Configuration(("Llm:UserPath", served.User.Path), ("Llm:LoadPlugins:0", "llm-echo"), ("Llm:DefaultModel", "c"));
        await using var provider = new ServiceCollection().AddLlm(configuration.GetSection("Llm")).BuildServiceProvider();
        var host = provider.GetRequiredService<LlmHost>();
        host.Directory.Path.ShouldBe(served.User.Path);
        host.Plugins[^1].Name.ShouldBe("llm-echo");
        host.Services.Observer.ShouldNotBeNull();
        provider.GetRequiredService<Model>().Id.ShouldBe("chat");
    }

    [Theory]
    [InlineData("CaptureContent", "perhaps", "CaptureContent")]
    [InlineData("UserPath", " ", "The setting UserPath is empty: give the path of a directory, or leave it out.")]
    [InlineData("DefaultModel", "", "The setting DefaultModel is empty: give the id or alias of a model, or leave it out.")]
    public async Task A_wrong_setting_is_told(string name, string value, string message)
    {
        await using var provider = new ServiceCollection().AddLlm(Configuration(("Llm:" + name, value)).GetSection("Llm"))
            .BuildServiceProvider();
        Should.Throw<LlmException>(() => provider.GetRequiredService<LlmHost>()).Message.ShouldContain(message);
    }

    [Fact]
    public async Task Requests_go_through_the_factorys_client()
    {
        var seen = new List<Uri?>();
        var services = Services();
        services.AddHttpClient(LlmServices.HttpClientName).AddHttpMessageHandler(() => new Spy(request => seen.Add(request.RequestUri)));
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredKeyedService<Model>("chat").PromptAsync("one");
        await provider.GetRequiredKeyedService<Model>("chat").PromptAsync("two");
        seen.ShouldBe([new Uri(served.Server.BaseAddress + "/chat/completions"), new Uri(served.Server.BaseAddress + "/chat/completions")]);
        var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient(LlmServices.HttpClientName);
        client.Timeout.ShouldBe(Timeout.InfiniteTimeSpan);
        served.Server.Enqueue(FakeReply.Redirect("/elsewhere").WithHeader("Set-Cookie", "a=b"));
        ((int)(await client.GetAsync(new Uri(served.Server.BaseAddress))).StatusCode).ShouldBe(307);
        await client.GetAsync(new Uri(served.Server.BaseAddress));
        served.Server.Requests[^1].Header("Cookie").ShouldBeNull();
    }

    [Fact]
    public async Task The_host_ends_with_its_container()
    {
        var provider = Services().BuildServiceProvider();
        var model = provider.GetRequiredKeyedService<Model>("chat");
        await provider.DisposeAsync();
        (await Should.ThrowAsync<ObjectDisposedException>(() => model.Ask("hi").CompleteAsync())).Message.ShouldContain("disposed");
    }

    [Fact]
    public async Task Stored_model_options_are_not_applied()
    {
        await using var provider = Services().BuildServiceProvider();
        provider.GetRequiredService<LlmHost>().ModelOptions.Set("chat", "temperature", "0.5");
        var response = await provider.GetRequiredKeyedService<Model>("chat").PromptAsync("hi");
        response.Prompt.Options.ShouldBeEmpty();
        served.Server.Requests.ShouldHaveSingleItem().Json.ContainsKey("temperature").ShouldBeFalse();
    }

    public ValueTask DisposeAsync() => served.DisposeAsync();

    private static IConfiguration Configuration(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build();

    private IServiceCollection Services(Action<LlmOptions>? configure = null) => new ServiceCollection().AddLlm(options =>
    {
        options.UserPath = served.User.Path;
        configure?.Invoke(options);
    });

    private sealed class Asker([FromKeyedServices("chat")] Model model)
    {
        public Task<string> AskAsync(string text) => model.Ask(text).GetTextAsync();
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2025, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }

    private sealed class Spy(Action<HttpRequestMessage> seen) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            seen(request);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
