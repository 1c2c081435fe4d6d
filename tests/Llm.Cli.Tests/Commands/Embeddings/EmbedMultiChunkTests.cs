namespace Llm.Cli.Tests.Commands.Embeddings;

/// <summary>Chunks of at most five tokens, which are 20 characters.</summary>
public sealed class EmbedMultiChunkTests : IDisposable
{
    private const string First = "First paragraph.\n\n";
    private const string Second = "Second paragraph.\n\n";
    private const string Third = "Third one.\n";

    private readonly EmbeddingRunner runner = new();

    public void Dispose() => runner.Dispose();

    [Fact]
    public async Task Texts_are_stored_in_chunks_and_unchanged_ones_are_not_sent_again()
    {
        Write("a.txt", First + Second + Third);
        Write("short.txt", "Short.");
        await EmbedAsync();
        (await EntriesAsync()).ShouldBe($"a.txt#1={First};a.txt#2={Second};a.txt#3={Third};short.txt#1=Short.");
        Write("a.txt", First + Second + "Another.\n");
        await EmbedAsync();
        await EmbedAsync();
        (await EntriesAsync()).ShouldBe($"a.txt#1={First};a.txt#2={Second};a.txt#3=Another.\n;short.txt#1=Short.");
        runner.Model.Embedded.ShouldBe([First, Second, Third, "Short.", "Another.\n"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("p_")]
    public async Task A_changed_document_loses_its_stale_chunks_and_no_other_entries(string prefix)
    {
        Write("a.txt", First + Second + Third);
        Write("A.txt", First + Second);
        await EmbedAsync("--prefix", prefix);
        var others = runner.Write("others.csv", $"id,text\n{prefix}a.txt#7,not a chunk\nppa.txt#9,another\n");
        await runner.RunAsync("embed-multi", "docs", others, "--store");
        Write("a.txt", Third);
        await EmbedAsync("--prefix", prefix);
        string[] expected =
        [
            $"{prefix}A.txt#1={First}", $"{prefix}A.txt#2={Second}", $"{prefix}a.txt#1={Third}", $"{prefix}a.txt#7=not a chunk",
            "ppa.txt#9=another",
        ];
        (await EntriesAsync()).Split(';').ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public async Task A_whole_document_is_replaced_by_its_chunks_once_all_are_stored()
    {
        Write("a.txt", First + Second);
        await runner.RunAsync("embed-multi", "docs", "--store", "--files", Folder, "*");
        runner.Model.Before = texts => texts.Contains(Second)
            ? throw new ProviderException("no second one") { Status = 400 } : Task.CompletedTask;
        var result = await RunAsync();
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldStartWith("a.txt#2: no second one\n");
        (await EntriesAsync()).ShouldBe($"a.txt={First}{Second};a.txt#1={First}");
        runner.Model.Before = null;
        await EmbedAsync("--retry-failed");
        (await EntriesAsync()).ShouldBe($"a.txt#1={First};a.txt#2={Second}");
    }

    [Fact]
    public async Task The_ending_of_a_file_chooses_where_it_is_split()
    {
        const string Text = "Some words to begin\n# Title\nrest of the text";
        Write("a.md", Text);
        Write("a.txt", Text);
        await runner.RunAsync("embed-multi", "docs", "--store", "--chunk", "7", "--files", Folder, "*");
        (await EntriesAsync()).ShouldBe(
            "a.md#1=Some words to begin\n;a.md#2=# Title\nrest of the text;"
            + "a.txt#1=Some words to begin\n# Title\n;a.txt#2=rest of the text");
    }

    [Fact]
    public async Task Chunks_overlap_and_each_gets_the_prefix()
    {
        Write("a.txt", "one two three four five six seven");
        await EmbedAsync("--overlap", "2", "--prepend", "doc: ");
        (await EntriesAsync()).ShouldBe("a.txt#1=doc: one two three four ;a.txt#2=doc: four five six seven");
    }

    [Fact]
    public async Task An_empty_text_is_reported()
    {
        Write("a.txt", "");
        var result = await RunAsync("--prepend", "doc: ");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldStartWith("a.txt#1: The content is empty.\n");
    }

    [Theory]
    [InlineData("--chunk must be at least 1", "--chunk", "0")]
    [InlineData("--overlap must be used with --chunk", "--overlap", "1")]
    [InlineData("--overlap must be at least 0 and less than --chunk", "--chunk", "5", "--overlap", "5")]
    [InlineData("--overlap must be at least 0 and less than --chunk", "--chunk", "5", "--overlap", "-1")]
    [InlineData("--chunk cannot be used with --binary", "--chunk", "5", "--binary")]
    public async Task Numbers_out_of_range_are_refused(string message, params string[] words)
    {
        var result = await runner.RunAsync(["embed-multi", "docs", "--files", runner.Llm.User.Path, "*.txt", .. words]);
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldEndWith($"Error: {message}\n");
    }

    private string Folder => Directory.CreateDirectory(Path.Combine(runner.Llm.User.Path, "folder")).FullName;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    private Task<CommandResult> RunAsync(params string[] words) =>
        runner.RunAsync(["embed-multi", "docs", "--store", "--chunk", "5", "--files", Folder, "*", .. words]);

    private async Task EmbedAsync(params string[] words) => (await RunAsync(words)).ShouldBe(CommandResult.Success("Embedding\n"));

    private Task<string> EntriesAsync() => runner.EntriesAsync("docs");
}
