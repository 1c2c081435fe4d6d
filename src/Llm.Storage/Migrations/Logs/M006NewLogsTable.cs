using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Columns for options and for what was sent and received, in a new order.</summary>
internal static class M006NewLogsTable
{
    public static void Apply(Database database)
    {
        // Some early databases hold a few of these columns already, or options under an older name.
        foreach (var column in (string[])["options_json", "prompt_json", "response_json"])
        {
            if (column != "options_json" || !TableInfo.HasColumn(database, "log", "options")) TableInfo.AddColumn(database, "log", column, "TEXT");
        }

        TableInfo.AddColumn(database, "log", "reply_to_id", "INTEGER");
        new TableRebuild("log")
            .Order(
                "id", "model", "prompt", "system", "prompt_json", "options_json", "response", "response_json",
                "reply_to_id", "chat_id", "duration_ms", "timestamp")
            .Rename("timestamp", "timestamp_utc")
            .Rename("options", "options_json")
            .Run(database);
    }
}
