using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Tools, calls and results.</summary>
internal static class M017ToolsTables
{
    public static void Apply(Database database)
    {
        database.Execute("""
            CREATE TABLE "tools" (
               "id" INTEGER PRIMARY KEY,
               "hash" TEXT,
               "name" TEXT,
               "description" TEXT,
               "input_schema" TEXT
            )
            """);
        database.Execute("CREATE UNIQUE INDEX \"idx_tools_hash\"\n    ON \"tools\" (\"hash\")");
        database.Execute("""
            CREATE TABLE "tool_responses" (
               "tool_id" INTEGER REFERENCES "tools"("id"),
               "response_id" TEXT REFERENCES "responses"("id"),
               PRIMARY KEY ("tool_id", "response_id")
            )
            """);
        database.Execute("""
            CREATE TABLE "tool_calls" (
               "id" INTEGER PRIMARY KEY,
               "response_id" TEXT REFERENCES "responses"("id"),
               "tool_id" INTEGER REFERENCES "tools"("id"),
               "name" TEXT,
               "arguments" TEXT,
               "tool_call_id" TEXT
            )
            """);
        database.Execute("""
            CREATE TABLE "tool_results" (
               "id" INTEGER PRIMARY KEY,
               "response_id" TEXT REFERENCES "responses"("id"),
               "tool_id" INTEGER REFERENCES "tools"("id"),
               "name" TEXT,
               "output" TEXT,
               "tool_call_id" TEXT
            )
            """);
    }
}
