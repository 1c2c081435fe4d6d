using System.Text.Json.Nodes;
using Llm.Storage.Logs;
using Llm.Storage.Sqlite;
using Llm.Tests;

namespace Llm.Cli.Tests.Commands;

/// <summary>Every command that touches a log works with those that the Python tool wrote, whatever other programs added to them.</summary>
public sealed class RecordedLogsTests : IDisposable
{
    private const string Additions = """
        CREATE TABLE my_notes (id INTEGER PRIMARY KEY, note TEXT, length INTEGER GENERATED ALWAYS AS (length(note)) STORED) STRICT;
        CREATE TABLE events (what TEXT);
        CREATE VIEW finish AS SELECT id, options_json ->> '$.temperature' AS temperature FROM turns WHERE model <> "none";
        ALTER TABLE turns ADD COLUMN day TEXT GENERATED ALWAYS AS (substr(datetime_utc, 1, 10)) VIRTUAL;
        CREATE INDEX mine ON turns (duration_ms) WHERE model <> "none";
        CREATE TRIGGER note AFTER INSERT ON turns WHEN new.model <> "none" BEGIN INSERT INTO events VALUES ("asked"); END;
        """;

    private readonly CommandRunner plain = new();
    private readonly CommandRunner extended = new();

    public void Dispose()
    {
        plain.Dispose();
        extended.Dispose();
    }

    [Theory]
    [InlineData("data/userdirs/llm-0.26")]
    [InlineData("data/userdirs/llm-0.32")]
    [InlineData("conformance/fixtures/user26")]
    [InlineData("conformance/fixtures/user32")]
    [InlineData("conformance/fixtures/mixed")]
    public async Task Every_command_works(string directory)
    {
        var source = SharedData.Path([.. directory.Split('/'), "logs.db"]);
        foreach (var llm in (CommandRunner[])[plain, extended]) File.WriteAllBytes(llm.Directory.LogsDatabase, File.ReadAllBytes(source));
        var turns = Count(plain.Directory.LogsDatabase);
        await RunAsync(extended, ["logs", "-n", "1"]);
        using (var database = Database.Open(extended.Directory.LogsDatabase)) database.ExecuteScript(Additions);

        var printed = JsonNode.Parse(await RunAsync(plain, ["logs", "-n", "0", "--json"]))!.AsArray();
        printed.Count.ShouldBe(turns);
        foreach (var command in Reading(printed))
            (await RunAsync(extended, command)).ShouldBe(await RunAsync(plain, command), string.Join(' ', command));

        foreach (var command in Writing(printed)) await RunAsync(extended, command);
        JsonNode.Parse(await RunAsync(extended, ["logs", "-n", "0", "--json"]))!.AsArray().Count.ShouldBe(turns + 5);
        foreach (var command in Deleting(printed)) await RunAsync(extended, command);
        var found = LogInspection.FromFile(extended.Directory.LogsDatabase);
        found.Problems.ShouldBeEmpty();
        found.PendingMigrations.ShouldBeEmpty();
    }

    private static int Count(string path)
    {
        using var database = Database.Open(path);
        var turns = database.HasTable("turns") ? "SELECT id FROM turns UNION " : "";
        return (int)database.QueryInteger($"SELECT count(*) FROM ({turns}SELECT id FROM responses)")!;
    }

    private static IEnumerable<string[]> Reading(JsonArray printed)
    {
        var newest = printed[^1]!;
        var id = newest["id"]!.GetValue<string>();
        var conversation = newest["conversation_id"]!.GetValue<string>();
        var model = newest["model"]!.GetValue<string>();
        string[][] lists = [[], ["-s"], ["-t"], ["-u"], ["-e"], ["--json"], ["--data"], ["--data-array"], ["-r"], ["-x"]];
        foreach (var list in lists) yield return ["logs", "-n", "0", .. list];
        yield return ["logs", "-q", "pelican OR dog OR the", "-n", "0"];
        yield return ["logs", "-q", "pelican OR dog OR the", "-l"];
        yield return ["logs", "-c"];
        yield return ["logs", "--cid", conversation];
        yield return ["logs", "-m", model, "--id-gte", id];
        yield return ["logs", "--tools"];
        foreach (var tool in Names(printed, "tools", "name")) yield return ["logs", "-T", tool];
        foreach (var fragment in Names(printed, "prompt_fragments", "hash")) yield return ["logs", "-f", fragment, "-e"];
        yield return ["schemas", "list", "--full"];
        yield return ["schemas", "--json"];
        yield return ["schemas", "--nl", "-q", "name"];
        yield return ["fragments", "list"];
        yield return ["fragments", "list", "--json", "-q", "a", "--aliases"];
        foreach (var fragment in Names(printed, "prompt_fragments", "hash")) yield return ["fragments", "show", fragment];
        yield return ["conversations", "list", "-n", "0"];
        yield return ["conversations", "-q", "a", "--json"];
        yield return ["conversations", "export", conversation];
        yield return ["conversations", "export", conversation, "--json"];
        yield return ["logs", "delete", "--all", "--dry-run"];
    }

    private IEnumerable<string[]> Writing(JsonArray printed)
    {
        var newest = printed[^1]!;
        var conversation = newest["conversation_id"]!.GetValue<string>();
        yield return ["logs", "status"];
        yield return ["logs", "backup", Path.Combine(extended.Directory.Path, "copy.db")];
        yield return ["doctor"];
        yield return ["hello"];
        yield return ["-c", "-m", "fake", "and again"];
        yield return ["--cid", conversation, "-m", "fake", "what next?"];
        yield return ["--from", newest["id"]!.GetValue<string>(), "-m", "fake", "and otherwise?"];
        yield return ["fragments", "set", "mine", extended.User.Write("text.txt", "some text")];
        yield return ["-f", "mine", "--schema", "name, age int", "with both"];
        yield return ["fragments", "remove", "mine"];
        yield return ["conversations", "rename", conversation, "another name"];
    }

    private static IEnumerable<string[]> Deleting(JsonArray printed)
    {
        yield return ["logs", "delete", printed[0]!["id"]!.GetValue<string>(), "--yes"];
        yield return ["logs", "delete", "--cid", printed[^1]!["conversation_id"]!.GetValue<string>(), "--yes"];
        yield return ["logs", "delete", "--model", "fake", "--yes"];
    }

    private static IEnumerable<string> Names(JsonArray printed, string list, string name) => printed
        .SelectMany(entry => entry![list]!.AsArray()).Select(item => item![name]!.GetValue<string>()).Distinct();

    private static async Task<string> RunAsync(CommandRunner llm, string[] command)
    {
        var result = await llm.RunAsync(command);
        (result.ExitCode, result.Error).ShouldBe((0, ""), $"{string.Join(' ', command)}: {result.Output}");
        return result.Output;
    }
}
