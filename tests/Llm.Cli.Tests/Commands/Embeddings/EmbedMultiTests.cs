using Llm.Storage.Sqlite;

namespace Llm.Cli.Tests.Commands.Embeddings;

public sealed class EmbedMultiTests : IDisposable
{
    private const string Csv = "id,title,body\n1,First,All about otters\nthree,Third,\"Quoted, comma\"\n";

    private readonly EmbeddingRunner runner = new();

    public void Dispose() => runner.Dispose();

    [Fact]
    public async Task Rows_of_a_file_are_embedded()
    {
        var file = runner.Write("docs.csv", Csv);
        (await runner.RunAsync("embed-multi", "docs", file, "--store", "--prefix", "p/", "--prepend", "search: "))
            .ShouldBe(CommandResult.Success("Embedding\n"));
        (await runner.EntriesAsync("docs")).ShouldBe("p/1=search: First All about otters;p/three=search: Third Quoted, comma");
    }

    [Fact]
    public async Task Standard_input_is_read_without_a_file()
    {
        (await runner.Llm.PipeAsync(Csv, "embed-multi", "docs", "-", "--store")).ExitCode.ShouldBe(0);
        (await runner.Llm.PipeAsync("{\"id\": 4, \"x\": \"y z\"}\n", "embed-multi", "docs", "-", "--format", "nl", "--store")).ExitCode.ShouldBe(0);
        (await runner.EntriesAsync("docs")).ShouldBe("1=First All about otters;4=y z;three=Third Quoted, comma");
    }

    [Fact]
    public async Task Another_database_can_be_used()
    {
        var (file, database) = (runner.Write("docs.csv", Csv), Path.Combine(runner.Llm.User.Path, "other.db"));
        await runner.RunAsync("embed-multi", "docs", file, "-d", database);
        (await runner.EntriesAsync("docs", database)).ShouldBe("1=-;three=-");
        File.Exists(runner.Database).ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_rows_of_a_query_are_embedded(bool attach)
    {
        var source = attach ? Path.Combine(runner.Llm.User.Path, "blog.db") : runner.Database;
        using (var database = Database.Open(source))
        {
            database.ExecuteScript("create table posts (id integer primary key, title text, n real);"
                + "insert into posts (title, n) values ('Hello', 1.5), ('World', null)");
        }

        var schema = attach ? "blog." : "";
        string[] attached = attach ? ["--attach", "blog", source] : [];
        var result = await runner.RunAsync(["embed-multi", "posts", "--store", .. attached, "--sql", $"select * from {schema}posts order by id"]);
        result.ShouldBe(CommandResult.Success("Embedding\n"));
        (await runner.EntriesAsync("posts")).ShouldBe("1=Hello 1.5;2=World ");
    }

    [Fact]
    public async Task The_query_may_read_the_table_that_is_written()
    {
        var file = runner.Write("docs.csv", Csv);
        await runner.RunAsync("embed-multi", "docs", file, "--store");
        (await runner.RunAsync("embed-multi", "copy", "--store", "--sql", "select id || 'b', content from embeddings")).ExitCode.ShouldBe(0);
        (await runner.EntriesAsync("copy")).ShouldBe("1b=First All about otters;threeb=Third Quoted, comma");
    }

    [Fact]
    public async Task Files_are_embedded_under_their_paths()
    {
        var folder = Directory.CreateDirectory(Path.Combine(runner.Llm.User.Path, "folder", "inner")).Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "a.txt"), "Text A");
        await File.WriteAllTextAsync(Path.Combine(folder, "inner", "é.txt"), "Ünïcode");
        await File.WriteAllBytesAsync(Path.Combine(folder, "w.txt"), [0x63, 0xe9]);
        var result = await runner.RunAsync("embed-multi", "files", "--files", folder, "**/*.txt", "--encoding", "utf-8", "--store");
        result.ShouldBe(CommandResult.Success("Embedding\n", $"Could not decode text in file {folder}/w.txt\n"));
        (await runner.EntriesAsync("files")).ShouldBe("a.txt=Text A;inner/é.txt=Ünïcode");
        await runner.RunAsync("embed-multi", "files", "--files", folder, "w.txt", "--files", folder, "a.*", "--prefix", "x-", "--store");
        (await runner.EntriesAsync("files")).ShouldBe("a.txt=Text A;inner/é.txt=Ünïcode;x-a.txt=Text A;x-w.txt=cé");
        await runner.RunAsync("embed-multi", "bytes", "--files", folder, "*.txt", "--binary", "--store");
        (await runner.EntriesAsync("bytes")).ShouldBe("a.txt=-;w.txt=-");
    }

    [Theory]
    [InlineData("Either --sql or input path or --files is required")]
    [InlineData("--binary must be used with --files", "--binary", "--sql", "select 1")]
    [InlineData("--binary cannot be used with --encoding", "--binary", "--files", "/", "x", "--encoding", "utf-8")]
    [InlineData("Cannot use --files with --sql, input path or --format", "--files", "/", "x", "--sql", "select 1")]
    [InlineData("Cannot use --files with --sql, input path or --format", "--files", "/", "x", "--format", "csv")]
    [InlineData("--batch-size must be at least 1", "--sql", "select 1", "--batch-size", "0")]
    [InlineData("--parallel must be at least 1", "--sql", "select 1", "--parallel", "0")]
    public async Task Options_that_exclude_each_other_are_refused(string message, params string[] words)
    {
        var result = await runner.RunAsync(["embed-multi", "docs", .. words]);
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldEndWith($"Error: {message}\n");
    }

    [Fact]
    public async Task Items_that_fail_are_reported_and_can_be_retried()
    {
        var file = runner.Write("docs.csv", "id,text\n1,good one\n2,\n3,bad one\n");
        runner.Model.Before = texts => texts.Contains("bad one") ? throw new ProviderException("no bad words") { Status = 400 } : Task.CompletedTask;
        var result = await runner.RunAsync("embed-multi", "docs", file, "--store");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldBe("2: The content is empty.\n3: no bad words\n"
            + "Error: 2 of 3 items could not be embedded; all others are stored. Run the command again with --retry-failed to try them again.\n");
        runner.Model.Before = null;
        runner.Write("docs.csv", "id,text\n0,another\n1,good one\n2,two\n3,bad one\n");
        (await runner.RunAsync("embed-multi", "docs", file, "--store", "--retry-failed")).ExitCode.ShouldBe(0);
        (await runner.EntriesAsync("docs")).ShouldBe("1=good one;2=two;3=bad one");
    }

    [Fact]
    public async Task Broken_input_is_an_error_with_the_line_and_finished_batches_are_kept()
    {
        var rows = string.Concat(Enumerable.Range(1, 400).Select(i => $"{i},text number {i}\n"));
        var file = runner.Write("docs.csv", $"id,text\n{rows}401,\"unfinished\n");
        var result = await runner.RunAsync("embed-multi", "docs", file, "--store");
        result.Error.ShouldBe($"Error: {file}, line 402: the value that begins with a quote there does not end.\n");
        result.ExitCode.ShouldBe(1);
        (await runner.EntriesAsync("docs")).Split(';').Length.ShouldBeGreaterThanOrEqualTo(320);
    }

    [Fact]
    public async Task A_person_sees_progress_on_standard_error()
    {
        using var watched = new EmbeddingRunner(errorIsTerminal: true, outputIsTerminal: true);
        var file = watched.Write("docs.csv", Csv);
        var result = await watched.RunAsync("embed-multi", "docs", file);
        result.Output.ShouldBe("");
        result.Error.ShouldContain("Embedding  [");
        result.Error.ShouldContain("2 embedded");
        (await watched.RunAsync("embed-multi", "docs", file)).Error.ShouldContain("0 embedded, 2 unchanged");
    }

    [Fact]
    public async Task An_empty_input_creates_an_empty_collection()
    {
        (await runner.Llm.PipeAsync("id,text\n", "embed-multi", "docs", "-")).ExitCode.ShouldBe(0);
        (await runner.RunAsync("collections")).Output.ShouldBe("docs: embed-demo\n  0 embeddings\n");
    }
}
