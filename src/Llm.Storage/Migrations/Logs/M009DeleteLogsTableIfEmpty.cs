using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>The old table goes when nobody has put anything in it; otherwise it stays as it is.</summary>
internal static class M009DeleteLogsTableIfEmpty
{
    public static void Apply(Database database)
    {
        if (database.QueryInteger("SELECT 1 FROM \"logs\" LIMIT 1") is null) database.Execute("DROP TABLE \"logs\"");
    }
}
