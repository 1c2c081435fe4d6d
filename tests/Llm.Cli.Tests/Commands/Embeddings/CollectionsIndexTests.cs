using Llm.Storage.Embeddings;

namespace Llm.Cli.Tests.Commands.Embeddings;

public sealed class CollectionsIndexTests : IDisposable
{
    private readonly EmbeddingRunner runner = new();

    private string File => Path.Combine(runner.Database + "-vectors", "1.int8");

    public void Dispose() => runner.Dispose();

    [Fact]
    public async Task An_index_is_made_and_removed()
    {
        await FillAsync(2100);
        var made = await runner.RunAsync("collections", "index", "docs");
        made.Output.ShouldBe($"docs: 2100 embeddings, {FileSize(File)}, {File}\n");
        (await runner.RunAsync("collections", "index", "docs", "--drop")).Output.ShouldBe("docs: index removed\n");
        System.IO.File.Exists(File).ShouldBeFalse();
        (await runner.RunAsync("collections", "index", "docs", "--drop")).Output.ShouldBe("docs: no index\n");
    }

    [Fact]
    public async Task A_search_makes_it_and_deleting_the_collection_removes_it()
    {
        await FillAsync(2100);
        var found = await runner.RunAsync("similar", "docs", "7", "-n", "1");
        found.ExitCode.ShouldBe(0);
        System.IO.File.Exists(File).ShouldBeTrue();
        (await runner.RunAsync("collections", "delete", "docs")).ExitCode.ShouldBe(0);
        Directory.Exists(Path.GetDirectoryName(File)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_small_collection_needs_none()
    {
        await FillAsync(3);
        (await runner.RunAsync("collections", "index", "docs")).Output.ShouldBe("docs: no index; searches compare every embedding\n");
    }

    [Fact]
    public async Task A_collection_that_does_not_exist_is_an_error()
    {
        var result = await runner.RunAsync("collections", "index", "nothing");
        (result.ExitCode, result.Error).ShouldBe((1, "Error: Collection does not exist\n"));
    }

    private static string FileSize(string path) => Llm.Cli.Output.FileSize.Describe(new FileInfo(path).Length);

    private async Task FillAsync(int count)
    {
        await using var store = await SqliteEmbeddingStore.OpenAsync(runner.Database);
        var collection = await store.CreateCollectionAsync("docs", runner.Model.Id);
        var random = new Random(1);
        await store.SaveAsync(
            collection.Id,
            [
                .. Enumerable.Range(0, count).Select(number => new StoredEmbedding
                {
                    Id = $"{number}",
                    Vector = Enumerable.Range(0, 16).Select(_ => random.NextSingle()).ToArray(),
                }),
            ]);
    }
}
