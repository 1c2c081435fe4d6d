using Llm.Storage.Logs;
using Llm.Storage.Sqlite;

namespace Llm.Benchmarks;

/// <summary>Creates a log database that contains only the rows that a command printed.</summary>
internal static class SmallLog
{
    public static void Copy(string from, string to, IReadOnlyCollection<string> ids)
    {
        LogStore.Open(to).Dispose();
        using var database = Database.Open(to, DatabaseMode.ReadWrite);
        database.Execute("ATTACH ?1 AS big", from);
        database.Execute("CREATE TEMP TABLE wanted (id TEXT PRIMARY KEY)");
        foreach (var id in ids) database.Execute("INSERT INTO wanted VALUES (?1)", id);
        database.ExecuteScript("""
            CREATE TEMP TABLE chain AS
                WITH RECURSIVE found(hash) AS (
                    SELECT tip_message_hash FROM big.turns WHERE id IN wanted
                    UNION SELECT parent_message_hash FROM big.turns WHERE id IN wanted
                    UNION SELECT messages.parent_hash FROM found JOIN big.messages ON messages.hash = found.hash)
                SELECT hash FROM found;
            INSERT INTO conversations SELECT * FROM big.conversations
                WHERE id IN (SELECT conversation_id FROM big.responses WHERE id IN wanted);
            INSERT INTO responses SELECT * FROM big.responses WHERE id IN wanted;
            INSERT INTO threads SELECT * FROM big.threads WHERE id IN (SELECT thread_id FROM big.turns WHERE id IN wanted);
            INSERT INTO turns SELECT * FROM big.turns WHERE id IN wanted;
            INSERT INTO messages SELECT * FROM big.messages WHERE hash IN chain;
            INSERT INTO parts SELECT * FROM big.parts WHERE message_hash IN chain;
            INSERT OR REPLACE INTO turn_search SELECT * FROM big.turn_search WHERE turn_id IN wanted;
            """);
    }
}
