using Llm.Testing;

namespace Llm.Hosting.Tests;

public sealed class LlmHostTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();
    private readonly CountingPlugin plugin = new(new FakeModel("Hello"));

    [Fact]
    public void All_built_in_plugins_are_loaded_unless_some_are_named()
    {
        var all = Names(null);
        var least = Names([]);
        least.Length.ShouldBe(3);
        least[^1].ShouldBe("counting");
        all.Except(least).ShouldBe(
            [
                "llm-echo", "llm-summary", "llm-ngrams", "llm-toolboxes", "llm-loaders", "llm-mcp", "llm-anthropic", "llm-gemini",
                "llm-ollama", "llm-openai-compatible", "llm-dify", "llm-openai-tasks",
            ],
            ignoreOrder: true);
        Names([all.Except(least).First(), "unknown"]).ShouldBe([.. least[..2], all.Except(least).First(), "counting"]);
    }

    [Fact]
    public async Task The_embedding_model_ngrams_needs_no_network()
    {
        using var host = LlmHost.Create(new LlmHostOptions { Directory = user.Directory });
        var cancellationToken = TestContext.Current.CancellationToken;
        (await host.GetEmbeddingModel("ngrams").EmbedAsync("broad beans", cancellationToken: cancellationToken)).Length.ShouldBe(512);
        (await host.GetEmbeddingModel("ngrams-128").EmbedAsync("broad beans", cancellationToken: cancellationToken)).Length.ShouldBe(128);
        host.GetEmbeddingModel("ngrams-512").ShouldBeSameAs(host.GetEmbeddingModel("ngrams"));
    }

    [Fact]
    public void Registries_are_filled_when_they_are_first_asked_for_and_once()
    {
        using var host = Create();
        plugin.Calls.ShouldBeEmpty();
        for (var i = 0; i < 2; i++)
        {
            host.GetModel("fake").ShouldNotBeNull();
            host.EmbeddingModels.ShouldNotBeEmpty();
        }

        plugin.Calls.ShouldBe(new Dictionary<string, int> { ["models"] = 1, ["embeddings"] = 1 }, ignoreOrder: true);
        for (var i = 0; i < 2; i++)
            (host.Tools.Registry.Tools.Count, host.TemplateLoaders.Count, host.FragmentLoaders.Count).ShouldBe((4, 2, 2));
        plugin.Calls.Count.ShouldBe(5);
        plugin.Calls.Values.ShouldAllBe(count => count == 1);
    }

    [Fact]
    public async Task Many_threads_share_one_registry()
    {
        using var host = Create();
        using var start = new Barrier(8);
        var catalogs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                host.Tools.Registry.Tools.Count.ShouldBe(4);
                return host.Models;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        catalogs.Distinct().ShouldHaveSingleItem();
        plugin.Calls.ShouldBe(new Dictionary<string, int> { ["models"] = 1, ["tools"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public void A_model_is_found_by_id_alias_and_the_users_alias()
    {
        user.Write("aliases.json", """{"mine": "fake", "3": "text-embedding-3-small"}""");
        using var host = Create();
        foreach (var name in (string[])["fake", "alias-of-fake", "mine"]) host.GetModel(name).Id.ShouldBe("fake");
        host.Models.Models.Single(model => model.Model.Id == "fake").Aliases.ShouldBe(["alias-of-fake", "mine"]);
        host.EmbeddingModels.Single(model => model.Model.Id == "text-embedding-3-small").Aliases.ShouldContain("3");
        Should.Throw<UnknownModelException>(() => host.GetModel("zzz")).Message.ShouldBe("Unknown model: zzz");
    }

    [Fact]
    public void Without_a_name_the_default_model_is_meant()
    {
        using var host = Create();
        host.GetModel().Id.ShouldBe(DefaultModels.BuiltIn);
        host.Defaults.SetModel("fake");
        host.GetModel().Id.ShouldBe("fake");
        user.Write("default_model.txt", " gone \n");
        Should.Throw<UnknownModelException>(() => host.GetModel()).Message.ShouldBe("Unknown model: gone");
    }

    [Fact]
    public async Task Names_that_are_taken_get_a_number()
    {
        using var host = Create();
        host.Tools.Registry.Tools.Keys.ShouldBe(["llm_version", "llm_time", "llm_time_1", "llm_time_2"]);
        host.Tools.Registry.Tools["llm_time_2"].Description.ShouldBe("a third clock");
        host.TemplateLoaders.Keys.ShouldBe(["gh", "gh_1"]);
        host.TemplateLoaders["gh_1"].Description.ShouldBe("From elsewhere.");
        host.FragmentLoaders.Keys.ShouldBe(["docs", "docs_1"]);
        var template = await host.Templates.LoadAsync("gh_1:x", CancellationToken.None);
        (template.Name, template.Prompt).ShouldBe(("x", "second"));
        (await host.Templates.LoadAsync("gh:x", CancellationToken.None)).IsTrusted.ShouldBeFalse();
    }

    [Fact]
    public void A_later_model_wins_a_name()
    {
        var first = new FakeModel("one");
        var second = new FakeModel("two");
        using var host = LlmHost.Create(new LlmHostOptions { Directory = user.Directory, Plugins = [new CountingPlugin(first, second)] });
        host.GetModel("fake").ShouldBeSameAs(second);
    }

    [Fact]
    public void Models_get_the_hosts_clock_ids_and_keys()
    {
        using var host = Create();
        var environment = host.GetModel("fake").Services;
        environment.ShouldBeSameAs(host.Services);
        host.Keys.Set("some", "value");
        environment.Keys!.Find("some").ShouldBe("value");
    }

    [Fact]
    public void Limits_are_the_programs_or_else_the_users()
    {
        user.Write("settings.yaml", "timeout: 7\nretries: 0\n");
        using var host = Create();
        host.Services.Limits.Value.ShouldBe(new RequestLimits { Timeout = TimeSpan.FromSeconds(7), Retries = 0 });
        var limits = new RequestLimits { Retries = 9 };
        using var other = LlmHost.Create(new LlmHostOptions { Directory = user.Directory, Limits = limits });
        other.Services.Limits.Value.ShouldBe(limits);
    }

    [Fact]
    public async Task Disposing_closes_the_client_that_was_made()
    {
        var clients = new List<HttpClient>();
        var options = new LlmHostOptions
        {
            Directory = user.Directory,
            CreateHttpClient = () =>
            {
                clients.Add(new HttpClient());
                return clients[^1];
            },
        };
        LlmHost.Create(options).Dispose();
        clients.ShouldBeEmpty();

        var host = LlmHost.Create(options);
        await Should.ThrowAsync<LlmException>(() => host.Web.GetTextAsync("http://127.0.0.1:1/", redirects: 0, CancellationToken.None));
        host.Dispose();
        await Should.ThrowAsync<ObjectDisposedException>(() => clients.ShouldHaveSingleItem().GetAsync(new Uri("http://127.0.0.1:1/")));
    }

    public void Dispose() => user.Dispose();

    private LlmHost Create() => LlmHost.Create(new LlmHostOptions { Directory = user.Directory, Plugins = [plugin], LoadPlugins = [] });

    private string[] Names(IReadOnlyCollection<string>? load)
    {
        using var host = LlmHost.Create(new LlmHostOptions { Directory = user.Directory, Plugins = [plugin], LoadPlugins = load });
        return [.. host.Plugins.Select(loaded => loaded.Name)];
    }
}
