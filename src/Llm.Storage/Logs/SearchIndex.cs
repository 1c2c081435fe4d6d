using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Maintains the searchable text of turns: prompts and answers without fragments, system prompts and reasoning.</summary>
internal static class SearchIndex
{
    /// <summary>Replaces the row of a turn from its stored parts; a turn without prompt and answer gets no row.</summary>
    /// <param name="database">The database, inside a transaction.</param>
    /// <param name="turn">The id of the turn.</param>
    /// <param name="parent">The hash of the last message that was sent.</param>
    /// <param name="outputs">The hashes of the received messages, oldest first.</param>
    public static void Refresh(Database database, string turn, string? parent, IEnumerable<string> outputs)
    {
        var prompt = Text(database, parent, Message.UserRole);
        var response = string.Concat(outputs.Select(hash => Text(database, hash, Message.AssistantRole)));
        database.Execute("DELETE FROM turn_search WHERE turn_id = ?1", turn);
        if (prompt.Length + response.Length == 0) return;
        database.Execute("INSERT INTO turn_search (turn_id, prompt, response) VALUES (?1, ?2, ?3)", turn, prompt, response);
    }

    private static string Text(Database database, string? hash, string role)
    {
        const string Sql = $"""
            SELECT {PartRow.Columns} FROM messages JOIN parts ON parts.message_hash = messages.hash
            WHERE messages.hash = ?1 AND messages.role = ?2 AND parts.type = 'text' ORDER BY parts.position
            """;
        return string.Concat(database.Query(Sql, hash, role).Select(row => PartRow.Read(row).LiteralText));
    }
}
