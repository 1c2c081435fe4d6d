using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>The content-addressed message store: messages, their parts, threads and turns.</summary>
internal static class M023MessageStore
{
    private static readonly string[] Tables =
    [
        "messages", "parts", "part_attachments", "part_fragments", "threads", "turns", "turn_tools", "turn_fragments", "turn_search",
        "tool_instantiations",
    ];

    private const string Sql = """
        CREATE TABLE "messages" (
           "hash" TEXT PRIMARY KEY,
           "parent_hash" TEXT REFERENCES "messages"("hash"),
           "role" TEXT,
           "provider_metadata" TEXT
        );
        CREATE INDEX "idx_messages_parent_hash"
            ON "messages" ("parent_hash");
        CREATE TABLE "parts" (
           "id" INTEGER PRIMARY KEY,
           "message_hash" TEXT REFERENCES "messages"("hash"),
           "position" INTEGER,
           "type" TEXT,
           "tool_name" TEXT,
           "text" TEXT,
           "payload" TEXT
        );
        CREATE UNIQUE INDEX "idx_parts_message_hash_position"
            ON "parts" ("message_hash", "position");
        CREATE TABLE "part_attachments" (
           "part_id" INTEGER REFERENCES "parts"("id"),
           "attachment_id" TEXT REFERENCES "attachments"("id"),
           "order" INTEGER,
           PRIMARY KEY ("part_id", "attachment_id", "order")
        );
        CREATE TABLE "part_fragments" (
           "part_id" INTEGER REFERENCES "parts"("id"),
           "fragment_id" INTEGER REFERENCES "fragments"("id"),
           "order" INTEGER,
           PRIMARY KEY ("part_id", "fragment_id", "order")
        );
        CREATE INDEX "idx_part_fragments_fragment_id"
            ON "part_fragments" ("fragment_id");
        CREATE TABLE "threads" (
           "id" TEXT PRIMARY KEY,
           "name" TEXT,
           "tip_message_hash" TEXT REFERENCES "messages"("hash"),
           "forked_from" TEXT REFERENCES "threads"("id"),
           "datetime_utc" TEXT
        );
        CREATE TABLE "turns" (
           "id" TEXT PRIMARY KEY,
           "thread_id" TEXT REFERENCES "threads"("id"),
           "parent_message_hash" TEXT REFERENCES "messages"("hash"),
           "tip_message_hash" TEXT REFERENCES "messages"("hash"),
           "model" TEXT,
           "resolved_model" TEXT,
           "options_json" TEXT,
           "schema_id" TEXT REFERENCES "schemas"("id"),
           "input_tokens" INTEGER,
           "output_tokens" INTEGER,
           "token_details" TEXT,
           "duration_ms" INTEGER,
           "datetime_utc" TEXT
        );
        CREATE INDEX "idx_turns_thread_id"
            ON "turns" ("thread_id");
        CREATE TABLE "turn_tools" (
           "turn_id" TEXT REFERENCES "turns"("id"),
           "tool_id" INTEGER REFERENCES "tools"("id"),
           PRIMARY KEY ("turn_id", "tool_id")
        );
        CREATE TABLE "turn_fragments" (
           "turn_id" TEXT REFERENCES "turns"("id"),
           "fragment_id" INTEGER REFERENCES "fragments"("id"),
           "order" INTEGER,
           "kind" TEXT,
           PRIMARY KEY ("turn_id", "fragment_id", "kind", "order")
        );
        CREATE INDEX "idx_turn_fragments_fragment_id"
            ON "turn_fragments" ("fragment_id");
        CREATE TABLE "turn_search" (
           "id" INTEGER PRIMARY KEY,
           "turn_id" TEXT REFERENCES "turns"("id"),
           "prompt" TEXT,
           "response" TEXT
        );
        CREATE UNIQUE INDEX "idx_turn_search_turn_id"
            ON "turn_search" ("turn_id");
        CREATE TABLE "tool_instantiations" (
           "turn_id" TEXT REFERENCES "turns"("id"),
           "tool_call_id" TEXT,
           "name" TEXT,
           "plugin" TEXT,
           "arguments" TEXT,
           PRIMARY KEY ("turn_id", "tool_call_id")
        )
        """;

    public static void Apply(Database database)
    {
        // Development versions of the Python tool made such tables in another shape; guessing would lose what they hold.
        if (Array.Find(Tables, database.HasTable) is { } existing)
        {
            throw new LlmException(
                $"The database {database.Path} has a table \"{existing}\" from an unfinished version of the message store. "
                + "Rename that table or start with a new database, then try again.");
        }

        database.ExecuteScript(Sql);
        TextSearch.Create(database, "turn_search");
    }
}
