namespace Llm.Storage.Migrations.Logs;

/// <summary>Steps 10 to 22: conversations and responses, the tables of versions before 0.32.</summary>
internal static class ResponseMigrations
{
    public static IReadOnlyList<Migration> All { get; } =
    [
        // Adds the tables for conversations and responses, which replace `logs`.
        new("m010_create_new_log_tables", database =>
        {
            database.Execute("""
                CREATE TABLE "conversations" (
                   "id" TEXT PRIMARY KEY,
                   "name" TEXT,
                   "model" TEXT
                )
                """);
            database.Execute("""
                CREATE TABLE "responses" (
                   "id" TEXT PRIMARY KEY,
                   "model" TEXT,
                   "prompt" TEXT,
                   "system" TEXT,
                   "prompt_json" TEXT,
                   "options_json" TEXT,
                   "response" TEXT,
                   "response_json" TEXT,
                   "conversation_id" TEXT REFERENCES "conversations"("id"),
                   "duration_ms" INTEGER,
                   "datetime_utc" TEXT
                )
                """);
        }),

        // Adds full-text search over prompts and responses.
        new("m011_fts_for_responses", database => TextSearch.Create(database, "responses")),

        // Adds attachments.
        new("m012_attachments_tables", database =>
        {
            database.Execute("""
                CREATE TABLE "attachments" (
                   "id" TEXT PRIMARY KEY,
                   "type" TEXT,
                   "path" TEXT,
                   "url" TEXT,
                   "content" BLOB
                )
                """);
            database.Execute("""
                CREATE TABLE "prompt_attachments" (
                   "response_id" TEXT REFERENCES "responses"("id"),
                   "attachment_id" TEXT REFERENCES "attachments"("id"),
                   "order" INTEGER,
                   PRIMARY KEY ("response_id", "attachment_id")
                )
                """);
        }),

        // Adds columns for token usage.
        new("m013_usage", database =>
        {
            TableInfo.AddColumn(database, "responses", "input_tokens", "INTEGER");
            TableInfo.AddColumn(database, "responses", "output_tokens", "INTEGER");
            TableInfo.AddColumn(database, "responses", "token_details", "TEXT");
        }),

        // Adds schemas and the schema of a response.
        new("m014_schemas", database =>
        {
            database.Execute("""
                CREATE TABLE "schemas" (
                   "id" TEXT PRIMARY KEY,
                   "content" TEXT
                )
                """);
            TableInfo.AddColumn(database, "responses", "schema_id", "TEXT");
            new TableRebuild("responses").Reference("schema_id", "schemas", "id").Run(database);
            // The search index refers to row ids, so the rebuilt table needs a new index.
            TextSearch.Create(database, "responses");
        }),

        // Adds fragments, their aliases and their uses.
        new("m015_fragments_tables", database =>
        {
            database.Execute("""
                CREATE TABLE "fragments" (
                   "id" INTEGER PRIMARY KEY,
                   "hash" TEXT,
                   "content" TEXT,
                   "datetime_utc" TEXT,
                   "source" TEXT
                )
                """);
            database.Execute("CREATE UNIQUE INDEX \"idx_fragments_hash\"\n    ON \"fragments\" (\"hash\")");
            database.Execute("""
                CREATE TABLE "fragment_aliases" (
                   "alias" TEXT PRIMARY KEY,
                   "fragment_id" INTEGER REFERENCES "fragments"("id")
                )
                """);
            database.Execute("""
                CREATE TABLE "prompt_fragments" (
                   "response_id" TEXT REFERENCES "responses"("id"),
                   "fragment_id" INTEGER REFERENCES "fragments"("id"),
                   "order" INTEGER,
                   PRIMARY KEY ("response_id", "fragment_id")
                )
                """);
            database.Execute("""
                CREATE TABLE "system_fragments" (
                   "response_id" TEXT REFERENCES "responses"("id"),
                   "fragment_id" INTEGER REFERENCES "fragments"("id"),
                   "order" INTEGER,
                   PRIMARY KEY ("response_id", "fragment_id")
                )
                """);
        }),

        // Allows one response to use the same fragment several times (issue 863 of the Python tool).
        new("m016_fragments_table_pks", database =>
        {
            new TableRebuild("prompt_fragments").Key("response_id", "fragment_id", "order").Run(database);
            new TableRebuild("system_fragments").Key("response_id", "fragment_id", "order").Run(database);
        }),

        // Adds tools, calls and results.
        new("m017_tools_tables", database =>
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
        }),

        // Adds the plugin of a tool.
        new("m017_tools_plugin", database => TableInfo.AddColumn(database, "tools", "plugin", "TEXT")),

        // Adds configured toolboxes, to which results refer.
        new("m018_tool_instances", database =>
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
        }),

        // Adds the model that the provider reported, which can be more specific than the requested one.
        new("m019_resolved_model", database => TableInfo.AddColumn(database, "responses", "resolved_model", "TEXT")),

        // Adds attachments returned by tools.
        new("m020_tool_results_attachments", database =>
        {
            database.Execute("""
                CREATE TABLE "tool_results_attachments" (
                   "tool_result_id" INTEGER REFERENCES "tool_results"("id"),
                   "attachment_id" TEXT REFERENCES "attachments"("id"),
                   "order" INTEGER,
                   PRIMARY KEY ("tool_result_id", "attachment_id")
                )
                """);
        }),

        // Adds the exceptions of failed tool calls.
        new("m021_tool_results_exception", database => TableInfo.AddColumn(database, "tool_results", "exception", "TEXT")),

        // Adds visible reasoning.
        new("m022_response_reasoning", database => TableInfo.AddColumn(database, "responses", "reasoning", "TEXT")),
    ];
}
