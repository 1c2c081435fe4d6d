using Letters;

namespace Llm.Library.Tests.Plugins;

/// <summary>The sample Letters is the embedding model of docs/plugins/embeddings.md.</summary>
public sealed class LettersModelTests
{
    private readonly LettersModel model = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_become_vectors_in_their_order()
    {
        var vectors = await model.EmbedAsync(["aab", "", "B"], cancellationToken: Stop);
        vectors[0].ToArray()[..3].ShouldBe([2 / MathF.Sqrt(5), 1 / MathF.Sqrt(5), 0]);
        vectors[1].ToArray().ShouldAllBe(value => value == 0);
        vectors[2].Span[1].ShouldBe(1);
        (await model.EmbedManyAsync(Enumerable.Repeat("c", 120), cancellationToken: Stop).CountAsync(Stop)).ShouldBe(120);
    }

    [Fact]
    public async Task Bytes_become_vectors_too()
    {
        model.SupportsBinary.ShouldBeTrue();
        var bytes = await model.EmbedBinaryAsync(["aab"u8.ToArray()], null, Stop);
        bytes[0].ToArray().ShouldBe((await model.EmbedAsync("aab", cancellationToken: Stop)).ToArray());
    }

    [Fact]
    public void The_plugin_registers_the_model_with_its_alias()
    {
        using var user = new Testing.TemporaryUserDirectory();
        using var host = LlmHost.Create(new LlmHostOptions { Directory = user.Directory, Plugins = [new LettersPlugin()] });
        host.GetEmbeddingModel("abc").ShouldBeOfType<LettersModel>();
    }

    [Fact]
    public async Task Its_reranker_compares_letters()
    {
        using var user = new Testing.TemporaryUserDirectory();
        using var host = LlmHost.Create(new LlmHostOptions { Directory = user.Directory, Plugins = [new LettersPlugin()] });
        var result = await host.RerankModels.Get("letters-rank").RerankAsync("aab", ["xyz", "baa", "ab"], cancellationToken: Stop);
        result.Documents.Select(document => document.Index).ShouldBe([1, 2, 0]);
    }
}
