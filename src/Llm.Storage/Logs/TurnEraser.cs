using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Deletes turns with everything that only they refer to. Definitions that turns share (tools, schemas, fragments) stay.</summary>
/// <remarks>Call it inside a transaction.</remarks>
internal sealed class TurnEraser(Database database)
{
    /// <summary>Deletes the turns that match and overwrites them in the file.</summary>
    public LogDeletion EraseSecurely(LogQuery query)
    {
        database.Execute("PRAGMA secure_delete=ON");
        var deletion = Erase(query);
        // Until they are merged, the indexes only mark words as deleted.
        if (deletion.Turns > 0)
        {
            database.ExecuteScript(
                """
                INSERT INTO turn_search_fts (turn_search_fts) VALUES ('optimize');
                INSERT INTO responses_fts (responses_fts) VALUES ('optimize');
                """);
        }

        return deletion;
    }

    /// <summary>Deletes the turns that match.</summary>
    public LogDeletion Erase(LogQuery query)
    {
        database.ExecuteScript("CREATE TEMP TABLE doomed (id TEXT PRIMARY KEY); CREATE TEMP TABLE touched (id TEXT PRIMARY KEY)");
        try
        {
            var count = LogFilter.Run(query, () => Choose(query));
            database.ExecuteScript(
                """
                INSERT INTO touched SELECT thread_id FROM turns WHERE id IN (SELECT id FROM doomed) AND thread_id IS NOT NULL
                UNION SELECT conversation_id FROM responses WHERE id IN (SELECT id FROM doomed) AND conversation_id IS NOT NULL
                """);
            EraseTurns();
            EraseResponses();
            var conversations = EraseConversations();
            return new LogDeletion
            {
                Turns = count,
                Conversations = conversations,
                Messages = EraseMessages(),
                Attachments = EraseAttachments(),
            };
        }
        finally
        {
            database.ExecuteScript("DROP TABLE doomed; DROP TABLE touched");
        }
    }

    private long Choose(LogQuery query)
    {
        var turns = LogFilter.ForTurns(query);
        var responses = LogFilter.ForResponses(query);
        database.Execute($"INSERT INTO doomed SELECT turns.id FROM {turns.From} {turns.Where}", turns.Values);
        database.Execute($"INSERT OR IGNORE INTO doomed SELECT responses.id FROM {responses.From} {responses.Where}", responses.Values);
        return database.QueryInteger("SELECT count(*) FROM doomed") ?? 0;
    }

    private void EraseTurns() => database.ExecuteScript(
        """
        DELETE FROM turn_search WHERE turn_id IN (SELECT id FROM doomed);
        DELETE FROM turn_tools WHERE turn_id IN (SELECT id FROM doomed);
        DELETE FROM turn_fragments WHERE turn_id IN (SELECT id FROM doomed);
        DELETE FROM tool_instantiations WHERE turn_id IN (SELECT id FROM doomed);
        DELETE FROM turns WHERE id IN (SELECT id FROM doomed);
        """);

    private void EraseResponses() => database.ExecuteScript(
        """
        DELETE FROM tool_results_attachments WHERE tool_result_id IN (
            SELECT id FROM tool_results WHERE response_id IN (SELECT id FROM doomed));
        DELETE FROM tool_results WHERE response_id IN (SELECT id FROM doomed);
        DELETE FROM tool_calls WHERE response_id IN (SELECT id FROM doomed);
        DELETE FROM tool_responses WHERE response_id IN (SELECT id FROM doomed);
        DELETE FROM prompt_fragments WHERE response_id IN (SELECT id FROM doomed);
        DELETE FROM system_fragments WHERE response_id IN (SELECT id FROM doomed);
        DELETE FROM prompt_attachments WHERE response_id IN (SELECT id FROM doomed);
        DELETE FROM responses WHERE id IN (SELECT id FROM doomed);
        """);

    /// <summary>
    /// Ends each affected conversation with its last remaining turn and deletes empty conversations; returns their number.
    /// </summary>
    private long EraseConversations()
    {
        database.ExecuteScript(
            """
            UPDATE threads SET tip_message_hash = (SELECT tip_message_hash FROM turns WHERE thread_id = threads.id ORDER BY id DESC LIMIT 1)
            WHERE id IN (SELECT id FROM touched);
            DELETE FROM touched WHERE id IN (SELECT thread_id FROM turns) OR id IN (SELECT conversation_id FROM responses);
            UPDATE threads SET forked_from = NULL WHERE forked_from IN (SELECT id FROM touched);
            DELETE FROM threads WHERE id IN (SELECT id FROM touched);
            DELETE FROM conversations WHERE id IN (SELECT id FROM touched);
            """);
        return database.QueryInteger("SELECT count(*) FROM touched") ?? 0;
    }

    private long EraseMessages()
    {
        database.Execute(
            """
            WITH RECURSIVE needed(hash) AS (
                SELECT tip_message_hash FROM turns UNION SELECT parent_message_hash FROM turns UNION SELECT tip_message_hash FROM threads
                UNION SELECT messages.parent_hash FROM messages JOIN needed ON messages.hash = needed.hash)
            DELETE FROM messages WHERE hash NOT IN (SELECT hash FROM needed WHERE hash IS NOT NULL)
            """);
        var count = database.Changes;
        database.ExecuteScript(
            """
            DELETE FROM part_attachments WHERE part_id IN (SELECT id FROM parts WHERE message_hash NOT IN (SELECT hash FROM messages));
            DELETE FROM part_fragments WHERE part_id IN (SELECT id FROM parts WHERE message_hash NOT IN (SELECT hash FROM messages));
            DELETE FROM parts WHERE message_hash NOT IN (SELECT hash FROM messages);
            """);
        return count;
    }

    private long EraseAttachments()
    {
        database.Execute(
            """
            DELETE FROM attachments WHERE id NOT IN (
                SELECT attachment_id FROM part_attachments UNION SELECT attachment_id FROM prompt_attachments
                UNION SELECT attachment_id FROM tool_results_attachments)
            """);
        return database.Changes;
    }
}

/// <summary>The numbers of deleted turns, conversations, messages and attachments.</summary>
public sealed record LogDeletion
{
    /// <summary>The number of turns, including those of versions before 0.32.</summary>
    public required long Turns { get; init; }

    /// <summary>The number of conversations that have no turn left.</summary>
    public required long Conversations { get; init; }

    /// <summary>The number of messages that no remaining turn refers to.</summary>
    public required long Messages { get; init; }

    /// <summary>The number of attachments that no remaining message refers to.</summary>
    public required long Attachments { get; init; }
}
