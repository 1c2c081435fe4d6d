using Llm.Testing;

namespace Llm.Hosting.Tests;

/// <summary>Models for tasks that plugins register, by id, alias and default.</summary>
public sealed class TaskModelsTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();
    private readonly TaskPlugin plugin = new();
    private readonly LlmHost host;

    public TaskModelsTests() => host = LlmHost.Create(new LlmHostOptions { Directory = user.Directory, Plugins = [plugin] });

    public void Dispose()
    {
        host.Dispose();
        user.Dispose();
    }

    [Fact]
    public async Task A_model_is_found_and_gets_what_the_host_provides()
    {
        plugin.Calls.ShouldBe(0, "nothing is registered before it is needed");
        var model = host.RerankModels.Get("by-length");
        model.ShouldBeSameAs(host.RerankModels.Find("shortest"));
        model.Services.ShouldBeSameAs(host.Services);
        plugin.Calls.ShouldBe(1);
        (await model.RerankAsync("", ["long text", "text"])).Documents[0].Index.ShouldBe(1);
        host.SetAlias("short", "by-length");
        host.RerankModels.Get("short").ShouldBeSameAs(model);
        host.RerankModels.Models.Single(entry => entry.Model == model).Aliases.ShouldBe(["shortest", "short"]);
    }

    [Fact]
    public void Defaults_are_those_of_OpenAI_and_a_reranker_has_to_be_named()
    {
        host.ModerationModels.Get().Id.ShouldBe("omni-moderation-latest");
        host.TranscriptionModels.Get().Id.ShouldBe("gpt-transcribe");
        host.SpeechModels.Get().Id.ShouldBe("gpt-4o-mini-tts");
        Should.Throw<UnknownModelException>(() => host.RerankModels.Get()).Message.ShouldBe(
            "There is no default model for this task. Name one.");
        Should.Throw<UnknownModelException>(() => host.RerankModels.Get("nope")).Name.ShouldBe("nope");
    }

    [Fact]
    public void Models_of_providers_without_a_key_are_found_but_not_listed()
    {
        host.RerankModels.Get("jina/jina-reranker-v3").Services.ShouldBeSameAs(host.Services);
        host.RerankModels.Models.ShouldContain(entry => entry.Model.Id == "jina/jina-reranker-v3");
        host.RerankModels.Listed.ShouldNotContain(entry => entry.Model.Id.StartsWith("jina/", StringComparison.Ordinal));
        host.Keys.Set("jina", "secret");
        host.RerankModels.Listed.ShouldContain(entry => entry.Model.Id == "jina/jina-reranker-v3");
    }

    [Fact]
    public void Hooks_name_what_a_plugin_registers() => PluginHooks.NamesOf(plugin).ShouldBe(["register_rerank_models"]);

    private sealed class TaskPlugin : IPlugin
    {
        public string Name => "tasks";

        public int Calls { get; private set; }

        public void RegisterRerankModels(TaskModelRegistry<RerankModel> models)
        {
            Calls++;
            models.Add(new ByLength(), "shortest");
        }
    }

    private sealed class ByLength() : RerankModel("by-length")
    {
        protected override Task<IReadOnlyList<RankedDocument>> RankAsync(
            RerankRequest request, string? key, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RankedDocument>>(
            [.. request.Documents.Select((document, i) => new RankedDocument(i, -document.Length))]);
    }
}
