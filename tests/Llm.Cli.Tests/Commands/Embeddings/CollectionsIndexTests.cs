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
        made.Output.ShouldBe(
            $"docs: 2100 embeddings, {FileSize(File)}, {File}\n"
            + "  searches are exact: an approximate index would not make them much faster\n");
        (await runner.RunAsync("collections", "index", "docs", "--check")).Output
            .ShouldBe("docs: no approximate index; searches compare every embedding\n");
        (await runner.RunAsync("collections", "index", "docs", "--drop")).Output.ShouldBe("docs: index removed\n");
        System.IO.File.Exists(File).ShouldBeFalse();
        (await runner.RunAsync("collections", "index", "docs", "--drop")).Output.ShouldBe("docs: no index\n");
    }

    [Fact]
    public async Task Searches_of_a_large_collection_become_approximate_and_can_be_exact()
    {
        await FillAsync(10_500);
        var exact = (await runner.RunAsync("similar", "docs", "7", "--exact")).Output;
        (await runner.RunAsync("similar", "docs", "7")).Output.ShouldBe(exact);
        (await runner.RunAsync("collections", "index", "docs")).Output.ShouldMatch(
            @"^docs: 10500 embeddings, [\d.]+[KM]B, .*\n  searches compare \d+\.\d% of them and find 9[89]\.\d% of the 10 nearest\n$");
        (await runner.RunAsync("collections", "index", "docs", "--check")).Output.ShouldMatch(
            @"^docs: (9[789]\.\d|100\.0)% of the 10 nearest found in 200 searches\n  [\d.]+ ms each, [\d.]+ ms with --exact\n$");
        var same = 0;
        for (var id = 0; id < 30; id++)
        {
            exact = (await runner.RunAsync("similar", "docs", $"{id}", "--exact")).Output;
            if ((await runner.RunAsync("similar", "docs", $"{id}")).Output == exact) same++;
        }

        // Most are the same, and some are not.
        same.ShouldBeInRange(15, 29);
    }

    [Fact]
    public async Task Checking_and_removing_exclude_each_other()
    {
        await FillAsync(3);
        var result = await runner.RunAsync("collections", "index", "docs", "--check", "--drop");
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldEndWith("Error: --check and --drop cannot be used together\n");
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
