using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Configured toolboxes, recorded on the results.</summary>
internal static class M018ToolInstances
{
    public static void Apply(Database database)
    {
        database.Execute("""
            CREATE TABLE "tool_instances" (
               "id" INTEGER PRIMARY KEY,
               "plugin" TEXT,
               "name" TEXT,
               "arguments" TEXT
            )
            """);
        TableInfo.AddColumn(database, "tool_results", "instance_id", "INTEGER");
        new TableRebuild("tool_results").Reference("instance_id", "tool_instances", "id").Run(database);
    }
}
