using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Conversations and responses, the tables that replace <c>logs</c>.</summary>
internal static class M010CreateNewLogTables
{
    public static void Apply(Database database)
    {
        database.Execute("""
            CREATE TABLE "conversations" (
               "id" TEXT PRIMARY KEY,
               "name" TEXT,
               "model" TEXT
            )
            """);
        database.Execute("""
            CREATE TABLE "responses" (
               "id" TEXT PRIMARY KEY,
               "model" TEXT,
               "prompt" TEXT,
               "system" TEXT,
               "prompt_json" TEXT,
               "options_json" TEXT,
               "response" TEXT,
               "response_json" TEXT,
               "conversation_id" TEXT REFERENCES "conversations"("id"),
               "duration_ms" INTEGER,
               "datetime_utc" TEXT
            )
            """);
    }
}
