using System.Text.Json.Nodes;
using Llm.Storage.Logs;
using Llm.Testing;
using Llm.Tests;

namespace Llm.EndToEnd;

/// <summary>Directories written by the Python tool open, migrate and continue.</summary>
public class SampleDirectoriesTests(InstalledTool tool)
{
    [Theory]
    [InlineData("llm-0.26", "01m7xbw8a9egpw8qr9sjv41zhk", "chat-history.json")]
    [InlineData("llm-0.32", "01m7xby3ggpft8y06rw74wd65f", "chat-history.json")]
    [InlineData("llm-0.32", "01m7xbz6spbvxcm61tkzzxej6h", "responses-history.json")]
    public async Task A_conversation_goes_on_with_its_history(string directory, string conversation, string golden)
    {
        await using var server = await FakeServerProcess.StartAsync();
        using var user = Copy(directory, server.BaseAddress);
        var before = Rows(user);

        var run = await Run.ToEndAsync(tool.Path, user.Path, ["--cid", conversation, "what next?"], []);
        run.ShouldBe(new Run(0, "echo: what next?\n", ""));

        var sent = server.Requests.ShouldHaveSingleItem().Json!.AsObject();
        var expected = JsonNode.Parse(
            File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "tests", "Llm.EndToEnd", "Golden", golden)))!;
        JsonNode.DeepEquals(sent, expected).ShouldBeTrue($"sent {sent.ToJsonString()}");

        var after = Rows(user);
        foreach (var (table, rows) in before) after[table].Take(rows.Count).ShouldBe(rows, table);
        await using var store = LogStore.Open(user.Directory.LogsDatabase);
        // Messages with a file that is named by a relative path cannot be checked from here.
        (await store.VerifyAsync()).ShouldBe(await BrokenBeforeAsync(directory), ignoreOrder: true);
        var turns = await store.ListAsync(new LogQuery { ConversationId = conversation });
        turns[0].Prompt.ShouldBe("what next?");
    }

    private static async Task<IReadOnlyList<string>> BrokenBeforeAsync(string directory)
    {
        using var untouched = Copy(directory, "");
        await using var store = LogStore.Open(untouched.Directory.LogsDatabase);
        return await store.VerifyAsync();
    }

    private static TemporaryUserDirectory Copy(string name, string apiBase)
    {
        var user = new TemporaryUserDirectory();
        var source = SharedData.Path("data", "userdirs", name);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(user.Path, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, File.ReadAllBytes(file));
        }

        var models = Path.Combine(user.Path, "extra-openai-models.yaml");
        File.WriteAllText(models, File.ReadAllText(models).Replace("http://127.0.0.1:18765/v1", apiBase, StringComparison.Ordinal));
        return user;
    }

    /// <summary>Every row of the tables that hold what was said, as text, in the order they were written.</summary>
    private static Dictionary<string, List<string?>> Rows(TemporaryUserDirectory user)
    {
        var path = user.Directory.LogsDatabase;
        var tables = LogFacts.Read(path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('conversations', 'responses', 'messages', 'parts', 'turns', 'attachments', 'fragments', 'tools', 'schemas')");
        return tables.ToDictionary(table => table!, table =>
        {
            var columns = LogFacts.Read(path, $"SELECT name FROM pragma_table_info('{table}')")
                .Where(column => column is not ("resolved_model" or "reasoning" or "response_json"));
            return LogFacts.Read(
                path,
                $"SELECT {string.Join(" || '|' || ", columns.Select(column => $"quote(\"{column}\")"))} FROM \"{table}\" ORDER BY rowid");
        });
    }
}
