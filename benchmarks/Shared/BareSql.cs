using System.Diagnostics;
using Llm.Storage.Sqlite;

namespace Llm.Benchmarks;

/// <summary>The statements that a command needs at least; every column of every row is read, but not used.</summary>
internal static class BareSql
{
    private const string Turns = """
        SELECT turns.*, threads.name FROM json_each(?1) AS wanted CROSS JOIN turns ON turns.id = wanted.value
        LEFT JOIN threads ON threads.id = turns.thread_id
        """;

    private const string Messages = """
        WITH RECURSIVE chain(hash) AS (
            SELECT turns.tip_message_hash FROM json_each(?1) AS wanted CROSS JOIN turns ON turns.id = wanted.value
            UNION SELECT messages.parent_hash FROM chain CROSS JOIN messages ON messages.hash = chain.hash)
        SELECT messages.*, parts.* FROM chain CROSS JOIN messages ON messages.hash = chain.hash
        CROSS JOIN parts ON parts.message_hash = chain.hash
        """;

    private const string Responses = """
        SELECT responses.*, conversations.* FROM json_each(?1) AS wanted CROSS JOIN responses ON responses.id = wanted.value
        LEFT JOIN conversations ON conversations.id = responses.conversation_id
        """;

    /// <summary>The statements that choose the best turns and responses with a word.</summary>
    public static string[] Search(string word) =>
    [
        "SELECT turn_search.turn_id FROM turn_search_fts JOIN turn_search ON turn_search.id = turn_search_fts.rowid WHERE "
        + $"turn_search_fts MATCH '{word}' ORDER BY bm25(turn_search_fts, 10.0, 1.0) LIMIT 3",
        "SELECT responses.id FROM responses_fts JOIN responses ON responses.rowid = responses_fts.rowid WHERE responses_fts MATCH "
        + $"'{word}' ORDER BY bm25(responses_fts, 10.0, 1.0) LIMIT 3",
    ];

    /// <summary>Measures the statements of a listing.</summary>
    /// <param name="path">The database.</param>
    /// <param name="choices">The statements that choose ids of turns or responses.</param>
    /// <param name="count">The number of chosen rows that are read.</param>
    public static TimeSpan Time(string path, IReadOnlyList<string> choices, int count)
    {
        using var database = Database.Open(path, DatabaseMode.ReadOnly);
        var watch = Stopwatch.StartNew();
        var ids = choices.SelectMany(sql => database.Query(sql).Select(row => row.Text(0)!).ToList())
            .OrderDescending(StringComparer.Ordinal).Take(count);
        var list = $"[{string.Join(',', ids.Select(id => $"\"{id}\""))}]";
        foreach (var sql in (string[])[Turns, Messages, Responses])
        {
            foreach (var row in database.Query(sql, list))
            {
                for (var column = 0; column < row.ColumnCount; column++) row.Value(column);
            }
        }

        return watch.Elapsed;
    }
}
