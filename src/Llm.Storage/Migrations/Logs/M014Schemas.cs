using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Schemas, and the schema of a response.</summary>
internal static class M014Schemas
{
    public static void Apply(Database database)
    {
        database.Execute("""
            CREATE TABLE "schemas" (
               "id" TEXT PRIMARY KEY,
               "content" TEXT
            )
            """);
        TableInfo.AddColumn(database, "responses", "schema_id", "TEXT");
        new TableRebuild("responses").Reference("schema_id", "schemas", "id").Run(database);
        // The search index is filled by row id; a new table gets a new index.
        TextSearch.Create(database, "responses");
    }
}
