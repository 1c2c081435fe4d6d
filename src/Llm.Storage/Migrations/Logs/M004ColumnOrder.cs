using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Columns in a readable order.</summary>
internal static class M004ColumnOrder
{
    public static void Apply(Database database) =>
        new TableRebuild("log")
            .Order("id", "model", "timestamp", "prompt", "system", "response", "chat_id")
            .Run(database);
}
