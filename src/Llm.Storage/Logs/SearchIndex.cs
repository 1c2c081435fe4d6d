using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>The searchable text of turns: what was typed and what was answered, without fragments, system prompts and reasoning.</summary>
internal static class SearchIndex
{
    /// <summary>Makes a turn's row anew from its stored parts; there is none where both texts are empty.</summary>
    /// <param name="database">Inside a transaction.</param>
    /// <param name="turn">The turn's id.</param>
    /// <param name="parent">The last message that was sent.</param>
    /// <param name="outputs">The messages that came back, oldest first.</param>
    public static void Refresh(Database database, string turn, string? parent, IEnumerable<string> outputs)
    {
        var prompt = Text(database, parent, Message.UserRole);
        var response = string.Concat(outputs.Select(hash => Text(database, hash, Message.AssistantRole)));
        database.Execute("DELETE FROM turn_search WHERE turn_id = ?1", turn);
        if (prompt.Length + response.Length == 0) return;
        database.Execute("INSERT INTO turn_search (turn_id, prompt, response) VALUES (?1, ?2, ?3)", turn, prompt, response);
    }

    private static string Text(Database database, string? hash, string role) => string.Concat(database.Query(
        $"""
        SELECT {PartRow.Columns} FROM messages JOIN parts ON parts.message_hash = messages.hash
        WHERE messages.hash = ?1 AND messages.role = ?2 AND parts.type = 'text' ORDER BY parts.position
        """,
        hash,
        role).Select(row => PartRow.Read(row).LiteralText));
}
