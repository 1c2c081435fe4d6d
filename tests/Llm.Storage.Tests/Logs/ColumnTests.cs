using System.Text.RegularExpressions;
using Llm.Storage.Logs;
using Llm.Storage.Migrations.Logs;
using Llm.Storage.Sqlite;
using Llm.Tests;

namespace Llm.Storage.Tests.Logs;

/// <summary>A column that somebody adds to the log cannot be forgotten on its way in or out.</summary>
public sealed partial class ColumnTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly Database database;

    public ColumnTests() => database = LogDatabase.Open(folder.File("logs.db"), TimeProvider.System);

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    /// <summary>Tables, the SELECT lists that read them, and the columns that these leave out on purpose.</summary>
    public static TheoryData<string, string, string[]> SelectLists() => new()
    {
        { "turns", LoggedTurn.SelectTurns, [] },
        { "responses", LoggedTurn.SelectResponses, [] },
        // Which plugin a tool came from counts only for whoever continues the conversation.
        { "tools", LoggedTool.Columns, ["plugin"] },
        { "tool_instances", LoggedToolInstance.Columns, [] },
        { "tool_calls", LoggedToolCall.Columns, ["response_id"] },
        { "tool_results", LoggedToolResult.Columns, ["response_id", "instance_id"] },
        { "attachments", LoggedAttachment.Columns, [] },
        { "attachments", AttachmentRows.Columns, [] },
        { "fragments", LoggedFragment.Columns, [] },
        { "schemas", LoggedSchema.Columns, [] },
        // The name of a tool stands in the payload too; the column is there to be searched.
        { "parts", PartRow.Columns, ["message_hash", "position", "tool_name"] },
    };

    [Theory]
    [MemberData(nameof(SelectLists))]
    public void Every_column_of_a_table_is_read(string table, string selectList, string[] unread) =>
        Columns(table).Where(column => !selectList.Contains($"{table}.{column}", StringComparison.Ordinal)).ShouldBe(unread);

    [Fact]
    public void Every_column_of_a_turn_is_written() =>
        Columns("turns").ShouldAllBe(column => Regex.IsMatch(TurnWriter.InsertTurn, $@"\b{column}\b"));

    [Fact]
    public async Task Every_column_that_is_read_of_a_turn_is_shown_as_JSON()
    {
        using var store = LogStore.Open(folder.File("logs.db"));
        await store.LogAsync(await new ScriptedModel("answer").PromptAsync("question"));
        database.Execute("INSERT INTO responses (id, model) VALUES ('01', 'old')");
        using var turns = database.Prepare(LoggedTurn.SelectTurns);
        var read = Enumerable.Range(0, turns.ColumnCount).Select(turns.Name).Except(["parent_message_hash", "tip_message_hash"]).ToList();
        foreach (var turn in await store.ListAsync(new LogQuery())) read.ShouldBeSubsetOf(turn.ToJson().Select(entry => entry.Key));
    }

    [Fact]
    public void Both_generations_are_read_by_the_same_names()
    {
        using var turns = database.Prepare(LoggedTurn.SelectTurns);
        using var responses = database.Prepare(LoggedTurn.SelectResponses);
        IEnumerable<string> Names(Statement statement) => Enumerable.Range(0, statement.ColumnCount).Select(statement.Name);
        Names(turns).Except(Names(responses)).ShouldBe(["parent_message_hash", "tip_message_hash"]);
        Names(responses).Except(Names(turns)).ShouldBeEmpty();
    }

    [Fact]
    public void No_reader_counts_columns()
    {
        var source = Path.Combine(SharedData.RepositoryRoot, "src", "Llm.Storage");
        foreach (var room in (string[])["Logs", "Migrations"])
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(source, room), "*.cs", SearchOption.AllDirectories))
                ByNumber().IsMatch(File.ReadAllText(file)).ShouldBeFalse(file);
        }
    }

    private List<string> Columns(string table) => [.. database.Texts("SELECT name FROM pragma_table_info(?1)", table)];

    [GeneratedRegex(@"\.(Text|Integer|Real|Bytes|IsNull|Value)\(\d")]
    private static partial Regex ByNumber();
}
