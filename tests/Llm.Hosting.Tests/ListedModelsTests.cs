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

    private sealed class RarePlugin : IPlugin
    {
        public string Name => "rare";

        public void RegisterModels(ModelRegistry models) => models.Add(new RareModel(), "rare-alias");

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
