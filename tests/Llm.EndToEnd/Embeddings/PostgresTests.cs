using System.Text;
using System.Text.Json.Nodes;
using Llm.Storage.Embeddings;
using Llm.Storage.Postgres;
using Llm.Testing;
using Llm.Tests.Postgres;

namespace Llm.EndToEnd.Embeddings;

/// <summary>Collections on PostgreSQL are used by the same commands as those in a file.</summary>
public sealed class PostgresTests(InstalledTool tool, PgliteServer server) : IClassFixture<PgliteServer>, IAsyncDisposable
{
    private const int Rows = 800;

    private readonly string name = $"c{Guid.NewGuid():N}";

    public async ValueTask DisposeAsync()
    {
        if (!server.IsRunning) return;
        await using var store = await PostgresEmbeddingStore.OpenAsync(PostgresAddress.Parse(server.Address));
        if (await store.FindCollectionAsync(name) is { } left) await store.DeleteCollectionAsync(left.Id);
    }

    [Fact]
    public async Task The_commands_print_what_they_print_for_a_file()
    {
        using var user = new TemporaryUserDirectory();
        var file = user.Write("animals.csv", "id,text\notter,holding hands asleep\npelican,they fish together\nPELICAN 2,fishing birds\n");
        string[][] commands =
        [
            ["embed-multi", name, file, "-m", "ngrams", "--store"],
            ["embed", name, "hound", "-c", "my happy hound", "--store", "--metadata", """{"name": "Rex", "é": 1.50}"""],
            ["embed", name, "bare", "-c", "not stored", "-f", "hex"],
            ["similar", name, "-c", "fish"],
            ["similar", name, "otter", "-n", "2", "-p"],
            ["similar", name, "-c", "fish", "--prefix", "pel"],
            ["similar", name, "nobody"],
            ["similar", "nowhere", "-c", "fish"],
            ["collections", "list", "--json"],
            ["collections", "reembed", name, "-m", "ngrams-512"],
            ["embed", name, "bare", "-c", "not stored", "--store"],
            ["collections", "reembed", name, "-m", "ngrams-512"],
            ["similar", name, "pelican"],
            ["collections", "index", name, "--check"],
            ["collections", "index", name, "--drop"],
            ["embed-multi", name, file, "--prefix", "new/", "--batch-size", "1"],
            ["collections", "list"],
            ["collections", "delete", name],
            ["collections", "delete", name],
            ["collections"],
        ];
        var local = user.Directory.EmbeddingsDatabase;
        foreach (var command in commands)
        {
            var expected = await RunAsync(user, local, command);
            (await RunAsync(user, server.Address, command)).ShouldBe(expected, string.Join(' ', command));
        }
    }

    [Fact]
    public async Task An_index_is_made_and_removed()
    {
        using var user = new TemporaryUserDirectory();
        var file = user.Write("rows.csv", "id,text\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},text number {i}\n")));
        (await RunAsync(user, server.Address, "embed-multi", name, file, "-m", "ngrams-256")).ExitCode.ShouldBe(0);
        var found = await RunAsync(user, server.Address, "similar", name, "-c", "number 7", "-n", "3");
        (await RunAsync(user, server.Address, "collections", "index", name)).Output
            .ShouldMatch($@"^{name}: 50 embeddings, [\d.]+KB, llm_embeddings_\d+_256\n$");
        (await RunAsync(user, server.Address, "similar", name, "-c", "number 7", "-n", "3")).ShouldBe(found);
        (await RunAsync(user, server.Address, "collections", "index", name, "--check")).Output.ShouldMatch(
            $@"^{name}: 100\.0% of the 10 nearest found in 50 searches\n  [\d.]+ ms each, [\d.]+ ms with --exact\n$");
        (await RunAsync(user, server.Address, "collections", "index", name, "--drop")).Output.ShouldBe($"{name}: index removed\n");
        (await RunAsync(user, server.Address, "collections", "index", name, "--drop")).Output.ShouldBe($"{name}: no index\n");
    }

    [Fact]
    public async Task A_text_with_NUL_fails_alone_and_can_be_retried()
    {
        using var user = new TemporaryUserDirectory();
        var file = user.Write("rows.json", """[{"id": "1", "text": "otters\u0000"}, {"id": "2", "text": "hold hands"}]""");
        var run = await RunAsync(user, server.Address, "embed-multi", name, file, "-m", "ngrams", "--store");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldBe(
            "1: The text has the character NUL, which PostgreSQL cannot store. Correct it, embed it as bytes, or do not store it with its "
            + "vector.\nError: 1 of 2 items could not be embedded; all others are stored. Run the command again with --retry-failed to try "
            + "them again.\n");
        (await RunAsync(user, server.Address, "embed-multi", name, file, "--retry-failed")).ExitCode.ShouldBe(0);
        (await RunAsync(user, server.Address, "collections", "list")).Output.ShouldContain($"{name}: ngrams\n  2 embeddings\n");
    }

    [Fact]
    public async Task A_killed_embed_multi_is_continued()
    {
        await using var models = await FakeServer.StartAsync(request => EchoScript.Reply(request).Slowly(TimeSpan.FromMilliseconds(5)));
        using var user = new TemporaryUserDirectory();
        var file = user.Write("rows.csv", "id,text\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"{i},text number {i}\n")));
        var settings = new Dictionary<string, string>
        {
            ["OPENAI_BASE_URL"] = models.BaseAddress,
            ["OPENAI_API_KEY"] = "x",
            ["LLM_EMBEDDINGS_DB"] = server.Address,
        };
        string[] command = ["embed-multi", name, file, "-m", "3-small", "--store", "--batch-size", "20"];
        for (var i = 1; i <= 3; i++)
        {
            using var process = Run.Start(tool.Path, user.Path, settings, command);
            while (!process.HasExited && models.Requests.Count < i * 8) await Task.Delay(1);
            process.HasExited.ShouldBeFalse("it is killed before it has finished");
            process.Kill();
            await process.WaitForExitAsync();
        }

        (await Run.ToEndAsync(tool.Path, user.Path, command, environment: settings)).ExitCode.ShouldBe(0);
        var sent = models.Requests.Sum(request => ((JsonArray)request.Json["input"]!).Count);
        sent.ShouldBeInRange(Rows, Rows + (3 * 4 * 20), "only batches in flight may be embedded twice");
        (await Run.ToEndAsync(tool.Path, user.Path, [.. command, "-d", user.Directory.EmbeddingsDatabase], environment: settings))
            .ExitCode.ShouldBe(0);
        await using var local = (await SqliteEmbeddingStore.OpenExistingAsync(user.Directory.EmbeddingsDatabase))!;
        await using var remote = await PostgresEmbeddingStore.OpenAsync(PostgresAddress.Parse(server.Address));
        (await DumpAsync(remote)).ShouldBe(await DumpAsync(local));
    }

    [Fact]
    public async Task Texts_of_a_collection_are_added_to_a_prompt()
    {
        using var user = new TemporaryUserDirectory();
        var settings = new Dictionary<string, string> { ["LLM_EMBEDDINGS_DB"] = server.Address };
        (await Run.ToEndAsync(
            tool.Path, user.Path, ["embed", name, "1", "-m", "ngrams", "-c", "otters hold hands", "--store"], environment: settings))
            .ExitCode.ShouldBe(0);
        user.Write("templates/asks.yaml", $"fragments:\n- similar:{name}:1:otters\nprompt: answer\n");
        string[][] prompts =
        [
            ["-m", "echo", "--rag", $"{name}:1", "what do otters do"], ["-m", "echo", "-f", $"similar:{name}:otters", "answer"],
            ["-m", "echo", "-t", "asks"],
        ];
        foreach (var prompt in prompts)
        {
            // The input is still there for the twin.
            var run = await Run.ToEndAsync(tool.Path, user.Path, prompt, Encoding.UTF8.GetBytes("piped text"), settings);
            run.ExitCode.ShouldBe(0, run.Error);
            run.Output.ShouldContain("otters hold hands");
            run.Output.ShouldContain("piped text");
        }

        var chat = await Run.ToEndAsync(
            tool.Path, user.Path, ["chat", "-m", "echo", "--rag", name], Encoding.UTF8.GetBytes("otters?\nquit\n"), settings);
        chat.Output.ShouldContain("otters hold hands");
    }

    [Fact]
    public async Task Errors_are_clear_and_show_no_password()
    {
        using var user = new TemporaryUserDirectory();
        var port = PgliteServer.FreePort();
        string[][] commands = [["collections"], ["similar", name, "-c", "x"], ["embed", name, "1", "-m", "ngrams", "-c", "x"]];
        foreach (var command in commands)
        {
            (await RunAsync(user, $"postgresql://anna:secret@127.0.0.1:{port}/d", command)).ShouldBe(new Run(
                1,
                "",
                $"Error: Cannot reach the PostgreSQL server 127.0.0.1:{port}: Connection refused. "
                + "Check the address, and that the server is running.\n"));
        }

        var query = await RunAsync(user, server.Address, "embed-multi", name, "--sql", "select 1, 'x'", "-m", "ngrams");
        query.ExitCode.ShouldBe(2);
        query.Error.ShouldContain("--sql reads SQLite files: name one with --attach");
        File.Exists(user.Directory.EmbeddingsDatabase).ShouldBeFalse();
        Directory.EnumerateFileSystemEntries(user.Path).Where(path => path.Contains("postgresql")).ShouldBeEmpty();
    }

    private Task<Run> RunAsync(TemporaryUserDirectory user, string database, params string[] command)
    {
        string[] arguments = command is ["collections"] ? ["collections", "list", "-d", database] : [.. command, "-d", database];
        return Run.ToEndAsync(tool.Path, user.Path, arguments);
    }

    private async Task<List<string>> DumpAsync(EmbeddingStore store)
    {
        var found = (await store.FindCollectionAsync(name))!;
        return [.. (await store.ReadPageAsync(found.Id, null, 2 * Rows)).Select(entry =>
            $"{entry.Id} {entry.Text} {Convert.ToHexString(entry.ContentHash.Span)} {string.Join(' ', entry.Vector.ToArray())}")];
    }
}
