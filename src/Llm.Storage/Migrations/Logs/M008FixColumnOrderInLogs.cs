using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Columns in a readable order again.</summary>
internal static class M008FixColumnOrderInLogs
{
    public static void Apply(Database database) =>
        new TableRebuild("logs")
            .Order(
                "id", "model", "prompt", "system", "prompt_json", "options_json", "response", "response_json",
                "reply_to_id", "chat_id", "duration_ms")
            .Run(database);
}
