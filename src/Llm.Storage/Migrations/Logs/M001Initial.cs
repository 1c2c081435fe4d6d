using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>The table <c>log</c> of the first versions exists, so that the following steps have something to change.</summary>
internal static class M001Initial
{
    public static void Apply(Database database)
    {
        if (database.HasTable("log"))
        {
            TableInfo.AddColumn(database, "log", "chat_id", "TEXT");
            return;
        }

        database.Execute("""
            CREATE TABLE "log" (
               "provider" TEXT,
               "system" TEXT,
               "prompt" TEXT,
               "chat_id" TEXT,
               "response" TEXT,
               "model" TEXT,
               "timestamp" TEXT
            )
            """);
    }
}
