using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Columns for debugging and for the duration.</summary>
internal static class M005Debug
{
    public static void Apply(Database database)
    {
        TableInfo.AddColumn(database, "log", "debug", "TEXT");
        TableInfo.AddColumn(database, "log", "duration_ms", "INTEGER");
    }
}
