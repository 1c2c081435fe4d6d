using System.Text;
using System.Text.Json.Nodes;
using Llm.Storage.Embeddings;
using Llm.Storage.Sqlite;
using Llm.Testing;

namespace Llm.EndToEnd.Embeddings;

/// <summary>Whatever is wrong with input, server, database or disk: one clear error, nothing half-written, finished batches kept.</summary>
public sealed class EmbeddingBadInputTests(InstalledTool tool) : IAsyncLifetime
{
    private readonly TemporaryUserDirectory user = new();
    private FakeServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await FakeServer.StartAsync();
        user.Write("default_embedding_model.txt", "text-embedding-3-small");
        user.Write("settings.yaml", "retries: 0\n");
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        user.Dispose();
    }

    [Theory]
    [InlineData("Error: You need to specify an embedding model (no default model is set)\n", "embed", "c", "1", "-m", "walrus", "-c", "x")]
    [InlineData("Error: You need to specify an embedding model (no default model is set)\n", "embed-multi", "c", "-", "-m", "walrus")]
    [InlineData("Error: No content provided\n", "embed", "c", "1")]
    [InlineData("Error: text-embedding-3-small embeds text only. Use a model that supports binary content, or leave out --binary.\n", "embed", "c", "1", "--binary", "-i", "/bin/sh")]
    [InlineData("Error: The encoding klingon is not known.", "embed-multi", "c", "--files", ".", "*", "--encoding", "klingon")]
    [InlineData("Error: The database /absent.db does not exist.\n", "embed-multi", "c", "--attach", "a", "/absent.db", "--sql", "select 1, 2")]
    [InlineData("Error: The database :memory: reported an error: near \"selekt\": syntax error\n", "embed-multi", "c", "--sql", "selekt 1")]
    public async Task A_wrong_call_asks_the_server_for_nothing_and_creates_nothing(string error, params string[] words)
    {
        var run = await RunAsync(words);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith(error);
        run.Error.Trim().ShouldNotContain('\n');
        server.Requests.ShouldBeEmpty();
        File.Exists(user.Directory.EmbeddingsDatabase).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"data": [{"embedding": [1e99, 1]}, {"embedding": [1, 2]}]}""", "Error: The server returned an embedding that contains NaN or infinity.\n")]
    [InlineData("""{"data": [{"embedding": [1, 2]}]}""", "Error: The server returned 1 embeddings for 2 texts.\n")]
    [InlineData("""{"data": []}""", "Error: The server returned 0 embeddings for 2 texts.\n")]
    [InlineData("oops", "Error: The server sent something that is not JSON: oops\n")]
    [InlineData("""{"data": [{"embedding": [1, 2]}, {"embedding": [1, 2, 3]}]}""", "Error: The collection c has vectors of 2 dimensions, but the one for 2 has 3.")]
    public async Task A_wrong_answer_is_an_error_and_nothing_of_the_batch_is_stored(string answer, string error)
    {
        server.Enqueue(FakeReply.Text(answer, "application/json"));
        var run = await RunAsync(["embed-multi", "c", "-"], "id,text\n1,one\n2,two\n");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith(error);
        (await CountAsync("c") ?? 0).ShouldBe(0);
    }

    [Fact]
    public async Task An_empty_text_and_a_refused_one_do_not_cost_the_others()
    {
        server.Enqueue(FakeReply.Error(400, "bad word"));
        server.Enqueue(FakeReply.Error(400, "bad word"));
        var run = await RunAsync(["embed-multi", "c", "-"], "id,text\n1,one\n2,\n3,three\n");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("2: The content is empty.\n");
        run.Error.ShouldContain("1: ");
        run.Error.ShouldContain("bad word");
        run.Error.ShouldEndWith("Run the command again with --retry-failed to try them again.\n");
        (await CountAsync("c")).ShouldBe(1);
        var asked = server.Requests.Count;
        (await RunAsync(["embed-multi", "c", "-", "--retry-failed"], "id,text\n1,one\n2,two\n3,three\n")).ExitCode.ShouldBe(0);
        (await CountAsync("c")).ShouldBe(3);
        server.Requests.Count.ShouldBe(asked + 1);
    }

    [Fact]
    public async Task Finished_batches_are_kept_when_the_key_is_refused_and_when_the_input_is_broken()
    {
        var rows = "id,text\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"{i},text number {i}\n"));
        for (var i = 0; i < 3; i++) server.Enqueue(EchoScript.Reply);
        server.Enqueue(FakeReply.Error(401, "the key was revoked"));
        var run = await RunAsync(["embed-multi", "c", "-", "--batch-size", "10", "--parallel", "1"], rows);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("the key was revoked");
        (await CountAsync("c")).ShouldBe(30);

        run = await RunAsync(["embed-multi", "c", "-", "--batch-size", "2"], rows + "61,\"open\n");
        run.Error.ShouldBe("Error: standard input, line 62: the value that begins with a quote there does not end.\n");
        (await CountAsync("c")).ShouldNotBeNull().ShouldBeInRange(31, 60);
        (await RunAsync(["embed-multi", "c", "-"], rows)).ExitCode.ShouldBe(0);
        (await CountAsync("c")).ShouldBe(60);
        server.Requests.Where(request => request.Json["input"] is JsonArray).Sum(request => ((JsonArray)request.Json["input"]!).Count)
            .ShouldBe(70, "each text was embedded once, and ten were refused with the key");
    }

    [Fact]
    public async Task A_locked_database_is_waited_for()
    {
        (await RunAsync(["embed", "c", "1", "-c", "one"])).ExitCode.ShouldBe(0);
        Task<Run> running;
        using (var other = Database.Open(user.Directory.EmbeddingsDatabase, DatabaseMode.ReadWrite))
        {
            other.Execute("BEGIN EXCLUSIVE");
            running = RunAsync(["embed", "c", "2", "-c", "two"]);
            await Task.Delay(TimeSpan.FromSeconds(4));
            running.IsCompleted.ShouldBeFalse();
            other.Execute("ROLLBACK");
        }

        (await running).Error.ShouldBe(
            $"Waiting for the database {user.Directory.EmbeddingsDatabase}, which another program has locked ...\n");
        (await CountAsync("c")).ShouldBe(2);
    }

    [Fact]
    public async Task A_full_disk_is_an_error_and_keeps_what_is_stored()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the limit is set by the shell");
        (await RunAsync(["embed", "c", "0", "-c", "first"])).ExitCode.ShouldBe(0);
        var size = new FileInfo(user.Directory.EmbeddingsDatabase).Length / 1024;
        var rows = "id,text\n" + string.Concat(Enumerable.Range(1, 400).Select(i => $"{i},{new string('x', 500)} {i}\n"));
        var environment = new Dictionary<string, string>(Settings) { ["LLM"] = tool.Path, ["DOTNET_EnableWriteXorExecute"] = "0" };
        var run = await Run.ToEndAsync(
            "/bin/bash", user.Path,
            ["-c", $"trap '' XFSZ; ulimit -f {size + 80}; exec \"$LLM\" embed-multi c - --store --batch-size 20"],
            Encoding.UTF8.GetBytes(rows), environment);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith("Error: ");
        run.Error.ShouldContain(user.Directory.EmbeddingsDatabase);
        var stored = (await CountAsync("c"))!.Value;
        stored.ShouldBeInRange(2, 300);
        (stored % 20).ShouldBe(1);
        LogFacts.Read(user.Directory.EmbeddingsDatabase, "PRAGMA integrity_check").ShouldBe(["ok"]);
        (await RunAsync(["embed-multi", "c", "-", "--store"], rows)).ExitCode.ShouldBe(0);
        (await CountAsync("c")).ShouldBe(401);
    }

    [Fact]
    public async Task Raw_bytes_are_printed_as_they_are_stored()
    {
        var hex = (await RunAsync(["embed", "-c", "hello", "-f", "hex"])).Output.Trim();
        var start = Run.Start(tool.Path, user.Path, Settings, "embed", "-c", "hello", "-f", "blob");
        using var bytes = new MemoryStream();
        start.StandardInput.Close();
        await start.StandardOutput.BaseStream.CopyToAsync(bytes);
        Convert.ToHexStringLower(bytes.ToArray()).ShouldBe($"{hex}0a");
    }

    private Dictionary<string, string> Settings => new() { ["OPENAI_BASE_URL"] = server.BaseAddress, ["OPENAI_API_KEY"] = "x" };

    private Task<Run> RunAsync(string[] words, string input = "") =>
        Run.ToEndAsync(tool.Path, user.Path, words, Encoding.UTF8.GetBytes(input), Settings);

    private async Task<long?> CountAsync(string collection)
    {
        await using var store = await SqliteEmbeddingStore.OpenExistingAsync(user.Directory.EmbeddingsDatabase);
        return store is not null && await store.FindCollectionAsync(collection) is { } found ? await store.CountAsync(found.Id) : null;
    }
}
