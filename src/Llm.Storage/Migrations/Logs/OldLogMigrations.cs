namespace Llm.Storage.Migrations.Logs;

/// <summary>Steps 1 to 9: the single table of the first versions, with one row for each prompt.</summary>
internal static class OldLogMigrations
{
    public static IReadOnlyList<Migration> All { get; } =
    [
        // Creates the table `log` if it does not exist, so that the following steps have something to change.
        new("m001_initial", database =>
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
        }),

        // The row id becomes the column `id`.
        new("m002_id_primary_key", database => new TableRebuild("log").Key("id").Run(database)),

        // `chat_id` becomes a number that refers to the first entry of a chat.
        new("m003_chat_id_foreign_key", database => new TableRebuild("log")
            .Type("chat_id", "INTEGER")
            .Reference("chat_id", "log", "id")
            .Run(database)),

        // Puts the columns in a readable order.
        new("m004_column_order", database => new TableRebuild("log")
            .Order("id", "model", "timestamp", "prompt", "system", "response", "chat_id")
            .Run(database)),

        // Drops `provider`, which the model implies.
        new("m004_drop_provider", database => new TableRebuild("log").Drop("provider").Run(database)),

        // Adds columns for debugging and for the duration.
        new("m005_debug", database =>
        {
            TableInfo.AddColumn(database, "log", "debug", "TEXT");
            TableInfo.AddColumn(database, "log", "duration_ms", "INTEGER");
        }),

        // Adds columns for options and for the JSON that was sent and received, and changes the order.
        new("m006_new_logs_table", database =>
        {
            // Some early databases already have a few of these columns, or the options under an older name.
            foreach (var column in (string[])["options_json", "prompt_json", "response_json"])
            {
                if (column != "options_json" || !TableInfo.HasColumn(database, "log", "options"))
                    TableInfo.AddColumn(database, "log", column, "TEXT");
            }

            TableInfo.AddColumn(database, "log", "reply_to_id", "INTEGER");
            new TableRebuild("log")
                .Order(
                    "id", "model", "prompt", "system", "prompt_json", "options_json", "response", "response_json",
                    "reply_to_id", "chat_id", "duration_ms", "timestamp")
                .Rename("timestamp", "timestamp_utc")
                .Rename("options", "options_json")
                .Run(database);
        }),

        // `log` becomes `logs`, with its final column names.
        new("m007_finish_logs_table", database =>
        {
            new TableRebuild("log")
                .Drop("debug")
                .Rename("timestamp_utc", "datetime_utc")
                .DropReference("chat_id")
                .Run(database);
            database.Execute("ALTER TABLE \"log\" RENAME TO \"logs\"");
        }),

        // `reply_to_id` becomes a reference to another entry.
        new("m008_reply_to_id_foreign_key", database => new TableRebuild("logs").Reference("reply_to_id", "logs", "id").Run(database)),

        // Restores a readable order of the columns.
        new("m008_fix_column_order_in_logs", database => new TableRebuild("logs")
            .Order(
                "id", "model", "prompt", "system", "prompt_json", "options_json", "response", "response_json",
                "reply_to_id", "chat_id", "duration_ms")
            .Run(database)),

        // Drops the old table if it is empty; otherwise it stays as it is.
        new("m009_delete_logs_table_if_empty", database =>
        {
            if (database.QueryInteger("SELECT 1 FROM \"logs\" LIMIT 1") is null) database.Execute("DROP TABLE \"logs\"");
        }),
    ];
}
