using Llm.Testing;

namespace Llm.Hosting.Tests;

public sealed class NamesTests : IDisposable
{
    private readonly TemporaryUserDirectory user = new();
    private readonly LlmHost host;

    public NamesTests() => host = LlmHost.Create(new LlmHostOptions { Directory = user.Directory });

    public void Dispose()
    {
        host.Dispose();
        user.Dispose();
    }

    [Fact]
    public void An_alias_counts_at_once_and_follows_another()
    {
        var model = host.GetModel("gpt-4o-mini");
        host.SetAlias("mini", "gpt-4o-mini");
        host.SetAlias("tiny", "mini");
        host.GetModel("tiny").ShouldBeSameAs(model);
        host.Aliases.Read()["tiny"].ShouldBe("gpt-4o-mini");
        host.SetAlias("small", "text-embedding-3-small");
        host.GetEmbeddingModel("small").Id.ShouldBe("text-embedding-3-small");
        host.RemoveAlias("tiny");
        Should.Throw<UnknownModelException>(() => host.GetModel("tiny"));
        Should.Throw<LlmException>(() => host.RemoveAlias("tiny")).Message.ShouldBe("No such alias: tiny");
    }

    [Fact]
    public void Defaults_are_set_by_any_name()
    {
        host.GetModel().Id.ShouldBe(DefaultModels.BuiltIn);
        host.SetDefaultModel("4o");
        host.GetModel().Id.ShouldBe("gpt-4o");
        Should.Throw<UnknownModelException>(() => host.SetDefaultModel("walrus")).Message.ShouldBe("Unknown model: walrus");
        Should.Throw<UnknownModelException>(() => host.GetEmbeddingModel()).Message.ShouldContain("no default embedding model");
        host.SetDefaultEmbeddingModel("3-large");
        host.GetEmbeddingModel().Id.ShouldBe("text-embedding-3-large");
        host.SetDefaultEmbeddingModel(null);
        host.Defaults.EmbeddingModel.ShouldBeNull();
        Should.Throw<UnknownModelException>(() => host.GetEmbeddingModel("walrus"));
    }
}
