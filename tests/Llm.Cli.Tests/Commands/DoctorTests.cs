using System.Text.Json.Nodes;
using Llm.Storage.Embeddings;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class DoctorTests : IDisposable
{
    private const string Secret = "sk-very-secret-0123456789";

    /// <summary>A size from which searches make files, even if an entry is deleted.</summary>
    private const int VectorFileRows = 2001;

    private readonly CommandRunner llm = new();

    public void Dispose() => llm.Dispose();

    [Fact]
    public async Task A_healthy_directory_has_nothing_wrong()
    {
        await llm.RunAsync("hello");
        await llm.RunAsync("keys", "set", "openai", "--value", Secret);
        llm.User.Write("templates/brief.yaml", "prompt: Be brief");
        var result = await llm.RunAsync("doctor");
        result.ExitCode.ShouldBe(0, result.Output);
        result.Output.ShouldStartWith(
            $"User directory\n  ok  path    {llm.Directory.Path} (the default)\n  ok  access  can be written\n");
        result.Output.ShouldContain("SQLite      3.");
        result.Output.ShouldContain("logs.db     1 turn, ");
        result.Output.ShouldContain("key openai  stored");
        result.Output.ShouldContain("templates/brief.yaml  can be read");
        result.Output.ShouldEndWith("\n\nNo problems found.\n");
        result.Output.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task What_files_and_the_log_name_and_is_not_there_is_listed()
    {
        await llm.RunAsync("hello");
        await llm.RunAsync("aliases", "set", "good", "fake");
        llm.User.Write("default_model.txt", "fake");
        llm.User.Write("aliases.json", """{"good": "fake", "bad": "gone-1"}""");
        llm.User.Write("model_options.json", """{"fake": {"temperature": "1"}, "gone-2": {"x": "1"}}""");
        llm.User.Write("default_embedding_model.txt", "gone-3");
        llm.User.Write("templates/all.yaml", """
            model: gone-4
            tools: [llm_time, gone_tool, "gone:thing"]
            fragments: ["gone:fragment", "https://example.com/", "/a/b", "plain"]
            """);
        (await FindAsync(expectedExit: 0)).Where(finding => finding.Key.StartsWith("References/", StringComparison.Ordinal))
            .Select(finding => finding.Key).ShouldBe(
            ["References/default embedding model", "References/alias bad", "References/options of gone-2", "References/template all"]);
        var text = (await llm.RunAsync("doctor")).Output;
        foreach (var name in (string[])["'gone-4'", "'gone_tool'", "'gone:thing'", "'gone:fragment'"]) text.ShouldContain(name);
        foreach (var name in (string[])["llm_time", "example.com", "/a/b", "plain", "log, fake"]) text.ShouldNotContain(name);

        using var other = new CommandRunner(new ModelPlugin());
        File.Copy(llm.Directory.LogsDatabase, other.Directory.LogsDatabase);
        (await other.RunAsync("doctor")).Output.ShouldContain("log, fake");
    }

    [Fact]
    public async Task An_empty_directory_is_left_empty()
    {
        File.Delete(llm.Directory.DefaultModelFile);
        var findings = await FindAsync(expectedExit: 1);
        findings["Logs/logs.db"].ShouldBe(("note", "does not exist yet; the first prompt creates it"));
        findings["Embeddings/path"].ShouldBe(("ok", $"{llm.Directory.EmbeddingsDatabase} (the default)"));
        findings["Embeddings/embeddings.db"].ShouldBe(("note", "does not exist yet; the first collection creates it"));
        findings["Models/key openai"].ShouldBe(
            ("wrong", "missing, and the default model needs it: 'llm keys set openai' or the environment variable OPENAI_API_KEY sets it"));
        Directory.GetFileSystemEntries(llm.Directory.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_log_is_wrong()
    {
        Directory.CreateDirectory(llm.Directory.LogsDatabase);
        var (state, text) = (await FindAsync(expectedExit: 1))["Logs/logs.db"];
        state.ShouldBe("wrong");
        text.ShouldBe($"Cannot open the database {llm.Directory.LogsDatabase}: it is a folder. Move it away, then try again.");
    }

    [Fact]
    public async Task Collections_are_counted_and_files_with_vectors_that_are_out_of_date_are_named()
    {
        var path = llm.Directory.EmbeddingsDatabase;
        await using (var store = await SqliteEmbeddingStore.OpenAsync(path))
        {
            foreach (var name in (string[])["a", "b", "c"])
            {
                var found = await store.CreateCollectionAsync(name, "m");
                await store.SaveAsync(found.Id, [.. Enumerable.Range(0, VectorFileRows).Select(i =>
                    new StoredEmbedding { Id = $"{i}", Vector = new[] { 1f, i }, ContentHash = Collection.ContentHash($"{i}") })]);
            }
        }

        await SearchAsync("a", "b", "c");
        var findings = await FindAsync(expectedExit: 0);
        findings["Embeddings/embeddings.db"].State.ShouldBe("ok");
        findings["Embeddings/embeddings.db"].Text.ShouldMatch(@"^3 collections, 6003 embeddings, [\d.]+KB$");
        findings["Embeddings/migrations"].ShouldBe(("ok", "none pending"));
        findings["Embeddings/vector files"].Text.ShouldMatch(@"^3 files, [\d.]+KB$");

        using (var database = Storage.Sqlite.Database.Open(path))
        {
            database.Execute("DELETE FROM collections WHERE name = 'c'");
            database.Execute("DELETE FROM embeddings WHERE id = '7'");
        }

        await SearchAsync("a");
        var before = Contents();
        var result = await llm.RunAsync("doctor");
        result.Output.ShouldContain("2 collections, 6000 embeddings, ");
        result.Output.ShouldContain("vector files   1 file, ");
        result.Output.ShouldContain("vector files   out of date for b; the next search makes them again\n");
        result.Output.ShouldContain(
            $"vector file    of a collection that was deleted; remove it: {path}-vectors{Path.DirectorySeparatorChar}3.int8\n");
        Contents().ShouldBe(before, "nothing is written");

        async Task SearchAsync(params string[] names)
        {
            await using var store = (await SqliteEmbeddingStore.OpenExistingAsync(path))!;
            foreach (var name in names)
                await store.FindNearestAsync((await store.FindCollectionAsync(name))!.Id, new[] { 1f, 2f });
        }

        string[] Contents() =>
        [
            .. Directory.GetFiles(llm.Directory.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(file =>
                    $"{file} {File.GetLastWriteTimeUtc(file):O} {Convert.ToHexString(Collection.ContentHash(File.ReadAllBytes(file)))}"),
        ];
    }

    [Theory]
    [InlineData("CREATE TABLE collections (id INTEGER PRIMARY KEY, title TEXT)", "wrong", "has tables of another program")]
    [InlineData("CREATE TABLE blog (id INTEGER PRIMARY KEY, title TEXT)", "ok", "0 collections, 0 embeddings, ")]
    public async Task A_database_of_another_program_is_told_only_if_collections_cannot_be_added(string schema, string state, string part)
    {
        using (var database = Storage.Sqlite.Database.Open(llm.Directory.EmbeddingsDatabase)) database.Execute(schema);
        var found = (await FindAsync(expectedExit: state == "ok" ? 0 : 1))["Embeddings/embeddings.db"];
        found.State.ShouldBe(state);
        found.Text.ShouldContain(part);
    }

    [Fact]
    public async Task Every_broken_file_is_named()
    {
        foreach (var name in (string[])["aliases.json", "keys.json", "model_options.json"]) llm.User.Write(name, "{");
        llm.User.Write("extra-openai-models.yaml", "- model_id: x\n");
        llm.User.Write("settings.yaml", "retries: -1\nretires: 1\n");
        llm.User.Write("templates/bad.yaml", "- list");
        llm.User.Write("logs.db", "no database at all, but long enough to be looked at as if it were one: " + new string('x', 600));
        llm.User.Write("embeddings.db", "no database either: " + new string('x', 600));
        var findings = await FindAsync(expectedExit: 1);
        foreach (var name in (string[])["aliases.json", "keys.json", "model_options.json", "extra-openai-models.yaml", "settings.yaml"])
        {
            findings[$"Files/{name}"].State.ShouldBe("wrong", name);
            findings[$"Files/{name}"].Text.ShouldStartWith(Path.Combine(llm.Directory.Path, name));
        }

        findings["Files/settings.yaml"].Text.ShouldContain("line 2: there is no setting 'retires'.");
        findings["Files/templates/bad.yaml"].State.ShouldBe("wrong");
        findings["Logs/logs.db"].State.ShouldBe("wrong");
        findings["Embeddings/embeddings.db"].State.ShouldBe("wrong");
        findings["Embeddings/embeddings.db"].Text.ShouldContain(llm.Directory.EmbeddingsDatabase);
        findings["Models/default"].State.ShouldBe("note");
    }

    [Fact]
    public async Task Keys_that_others_can_read_are_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are Unix's");
        var path = llm.User.Write("keys.json", $$"""{"openai": "{{Secret}}"}""");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var result = await llm.RunAsync("doctor");
        result.ExitCode.ShouldBe(1);
        result.Output.ShouldContain($"other users can read it; run chmod 600 '{path}'");
        result.Output.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task An_unknown_default_model_is_wrong()
    {
        llm.User.Write("default_model.txt", "gone");
        (await FindAsync(expectedExit: 1))["Models/default"].ShouldBe(
            ("wrong", "'gone' is not a known model; 'llm models default MODEL' sets another"));
    }

    [Fact]
    public async Task Servers_are_asked_only_when_that_is_wanted_and_without_a_key()
    {
        await using var server = await FakeServer.StartAsync();
        llm.User.Write("extra-openai-models.yaml", $"""
            - model_id: up
              model_name: up
              api_base: {server.BaseAddress}
            - model_id: down
              model_name: down
              api_base: http://127.0.0.1:1/v1
            - model_id: keyless
              model_name: keyless
              api_base: http://127.0.0.1:2/v1
              api_key_name: nobody-has-this
            """);
        await FindAsync(expectedExit: 0);
        server.Requests.ShouldBeEmpty();
        var findings = await FindAsync(expectedExit: 1, "--network");
        findings.Single(finding => finding.Key == $"Servers/{server.BaseAddress}").Value.State.ShouldBe("ok");
        findings["Servers/http://127.0.0.1:1/v1"].State.ShouldBe("wrong");
        findings.Keys.ShouldNotContain("Servers/http://127.0.0.1:2/v1");
        server.Requests.ShouldHaveSingleItem().Header("Authorization").ShouldBeNull();
    }

    private async Task<Dictionary<string, (string State, string Text)>> FindAsync(int expectedExit, params string[] options)
    {
        var result = await llm.RunAsync(["doctor", "--json", .. options]);
        result.ExitCode.ShouldBe(expectedExit, result.Output);
        var json = JsonNode.Parse(result.Output)!;
        json["ok"]!.GetValue<bool>().ShouldBe(expectedExit == 0);
        var findings = new Dictionary<string, (string, string)>();
        foreach (var finding in json["findings"]!.AsArray())
        {
            findings.TryAdd(
                $"{finding!["section"]}/{finding["name"]}", (finding["state"]!.GetValue<string>(), finding["text"]!.GetValue<string>()));
        }

        return findings;
    }
}
