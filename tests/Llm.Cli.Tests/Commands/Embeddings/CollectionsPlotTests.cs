namespace Llm.Cli.Tests.Commands.Embeddings;

public sealed class CollectionsPlotTests : IDisposable
{
    private readonly EmbeddingRunner runner = new();

    public void Dispose() => runner.Dispose();

    [Theory]
    [InlineData("map.html", "<!doctype html>")]
    [InlineData("map.svg", "<svg")]
    [InlineData("map.PNG", "PNG")]
    public async Task A_map_is_written_in_the_format_of_its_name(string name, string mark)
    {
        await FillAsync();
        var path = Path.Combine(runner.Llm.Directory.Path, name);
        var result = await runner.RunAsync("collections", "plot", "docs", "-o", path);
        result.Error.ShouldBe("");
        result.Output.ShouldStartWith($"{path}: 12 embeddings in ");
        (await File.ReadAllTextAsync(path)).ShouldContain(mark, Case.Insensitive);
    }

    [Fact]
    public async Task Entries_are_labelled_with_their_ids_and_stored_texts()
    {
        await FillAsync();
        var path = Path.Combine(runner.Llm.Directory.Path, "map.svg");
        (await runner.RunAsync("collections", "plot", "docs", "-o", path, "--clusters", "2")).Output.ShouldContain(" in 2 clusters");
        var image = await File.ReadAllTextAsync(path);
        image.ShouldContain("e3: a text of the number 3");
        image.ShouldNotContain("<b>");
    }

    [Fact]
    public async Task Mistakes_are_named()
    {
        await FillAsync();
        (await runner.RunAsync("collections", "plot", "docs", "-o", "map.gif")).Error.ShouldContain("must end in .html, .svg or .png");
        (await runner.RunAsync("collections", "plot", "docs", "-o", "map.svg", "--clusters", "9")).Error.ShouldContain("from 1 to 8");
        (await runner.RunAsync("collections", "plot", "none", "-o", "map.svg")).Error.ShouldBe("Error: Collection does not exist\n");
    }

    private async Task FillAsync()
    {
        for (var i = 0; i < 12; i++)
        {
            var text = i == 0 ? "<b>bold</b> text" : $"a text of\nthe number {i}";
            (await runner.RunAsync("embed", "docs", $"e{i}", "-c", text, "--store")).ExitCode.ShouldBe(0);
        }
    }
}
