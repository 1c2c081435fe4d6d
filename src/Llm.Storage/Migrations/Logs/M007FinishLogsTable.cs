using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary><c>log</c> becomes <c>logs</c>, with its final column names.</summary>
internal static class M007FinishLogsTable
{
    public static void Apply(Database database)
    {
        new TableRebuild("log")
            .Drop("debug")
            .Rename("timestamp_utc", "datetime_utc")
            .DropReference("chat_id")
            .Run(database);
        database.Execute("ALTER TABLE \"log\" RENAME TO \"logs\"");
    }
}
