using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Maintains the searchable text of turns: prompts and answers without fragments, system prompts and reasoning.</summary>
internal static class SearchIndex
{
    /// <summary>Replaces the row of a turn from its stored parts; a turn without prompt and answer gets no row.</summary>
    /// <param name="database">The database, inside a transaction.</param>
    /// <param name="turn">The id of the turn.</param>
    /// <param name="parent">The hash of the last message that was sent.</param>
    /// <param name="outputs">The received messages, which are stored, oldest first.</param>
    public static void Refresh(Database database, string turn, string? parent, IEnumerable<ChainWriter.Link> outputs)
    {
        var prompt = Text(database, parent, Message.UserRole);
        var texts = outputs.Select(link => Text(database, link)).Where(text => text is not "").ToList();
        var response = texts.Count == 1 ? texts[0] : string.Concat(texts);
        database.Execute("DELETE FROM turn_search WHERE turn_id = ?1", turn);
        if (prompt.Length == 0 && response is "") return;
        database.Execute("INSERT INTO turn_search (turn_id, prompt, response) VALUES (?1, ?2, ?3)", turn, prompt, response);
    }

    /// <summary>The text of a received message, which is not read back, because it can be large: a string, or UTF-8 if it is.</summary>
    private static object Text(Database database, ChainWriter.Link link)
    {
        if (link.Message.Role != Message.AssistantRole) return "";
        // An equal message that was sent before may refer to fragments.
        const string Sql = "SELECT 1 FROM parts WHERE message_hash = ?1 AND type = 'text' AND text IS NULL LIMIT 1";
        if (database.QueryInteger(Sql, link.Hash) is not null) return Text(database, link.Hash, Message.AssistantRole);
        var parts = link.Message.Parts.OfType<TextPart>().ToList();
        return parts is [{ Utf8: { } only }] ? only : string.Concat(parts.Select(part => part.Text));
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
