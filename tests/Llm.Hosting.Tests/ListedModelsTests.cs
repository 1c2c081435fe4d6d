using Llm.Testing;

namespace Llm.Hosting.Tests;

/// <summary>Models of a provider whose key is not set are found, but not listed.</summary>
public sealed class ListedModelsTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();
    private readonly LlmHost host;

    public ListedModelsTests() => host = LlmHost.Create(new LlmHostOptions { Directory = user.Directory, Plugins = [new RarePlugin()] });

    public void Dispose()
    {
        host.Dispose();
        user.Dispose();
    }

    [Fact]
    public void Without_a_key_a_model_is_found_but_not_listed()
    {
        host.GetModel("rare-alias").Id.ShouldBe("rare-model");
        host.ListedModels.Find("rare-alias").ShouldBeNull();
        host.ListedModels.Models.ShouldNotContain(model => model.Model.Id == "rare-model");
        host.ListedModels.Search(["rare"]).ShouldBeNull();
        host.ListedModels.Find("gpt-4o").ShouldNotBeNull();
        host.GetEmbeddingModel("rare-vectors").ShouldNotBeNull();
        host.ListedEmbeddingModels.ShouldNotContain(model => model.Model.Id == "rare-vectors");
    }

    [Fact]
    public void With_a_stored_key_it_is_listed_at_once()
    {
        host.ListedModels.Find("rare-model").ShouldBeNull();
        host.Keys.Set("rare", "secret");
        host.ListedModels.Find("rare-alias")!.Id.ShouldBe("rare-model");
        host.ListedEmbeddingModels.ShouldContain(model => model.Model.Id == "rare-vectors");
    }

    [Fact]
    public void A_source_is_asked_only_for_a_name_that_no_registered_model_has()
    {
        var source = new RareSource();
        using var asking = LlmHost.Create(
            new LlmHostOptions { Directory = user.Directory, Plugins = [new RarePlugin { Source = source }] });
        asking.GetModel("gpt-4o");
        asking.GetModel("rare-alias");
        source.Asked.ShouldBeEmpty();
        var model = asking.GetModel("source/a");
        model.Services.ShouldBeSameAs(asking.Services);
        asking.GetModel("source/a").ShouldBeSameAs(model);
        source.Asked.ShouldBe(["source/a"]);
        source.Lists.ShouldBe(0);
        asking.SetAlias("short", "source/b");
        asking.GetModel("short").Id.ShouldBe("source/b");
        asking.FindModel("unknown").ShouldBeNull();
        asking.Models.Models[^1].Model.Id.ShouldBe("source/known");
        asking.ListedModels.ByName.ContainsKey("known").ShouldBeTrue();
    }

    private sealed class RareSource : IModelSource
    {
        public List<string> Asked { get; } = [];

        public int Lists { get; private set; }

        public IReadOnlyList<RegisteredModel> List()
        {
            Lists++;
            return [new RegisteredModel(new FakeModel((_, _, _) => throw new NotSupportedException(), "source/known"), ["known"])];
        }

        public Model? Find(string name)
        {
            Asked.Add(name);
            return name.StartsWith("source/", StringComparison.Ordinal)
                ? new FakeModel((_, _, _) => throw new NotSupportedException(), name)
                : null;
        }
    }

    private sealed class RarePlugin : IPlugin
    {
        public string Name => "rare";

        public IModelSource? Source { get; init; }

        public void RegisterModels(ModelRegistry models)
        {
            models.Add(new RareModel(), "rare-alias");
            if (Source is not null) models.Add(Source);
        }

        public void RegisterEmbeddingModels(EmbeddingModelRegistry models) => models.Add(new RareVectors());
    }

    private sealed class RareModel() : KeyModel("rare-model")
    {
        public override string NeedsKey => "rare";

        public override bool IsListedWithoutKey => false;

        public override IAsyncEnumerable<StreamEvent> ExecuteAsync(
            Prompt prompt, ModelContext context, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class RareVectors() : EmbeddingModel("rare-vectors")
    {
        public override string NeedsKey => "rare";

        public override bool IsListedWithoutKey => false;

        protected override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
            IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
