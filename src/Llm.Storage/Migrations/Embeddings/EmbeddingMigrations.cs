using System.Globalization;
using System.Text;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Embeddings;

/// <summary>The migrations of <c>embeddings.db</c>, in the order in which they are applied.</summary>
internal static class EmbeddingMigrations
{
    /// <summary>The schema that all migrations together make, in the text of sqlite-utils 4.</summary>
    public static string FinalSchema => """
        CREATE TABLE "collections" (
           "id" INTEGER PRIMARY KEY,
           "name" TEXT,
           "model" TEXT
        );
        CREATE UNIQUE INDEX "idx_collections_name"
            ON "collections" ("name");
        CREATE TABLE "embeddings" (
           "collection_id" INTEGER REFERENCES "collections"("id"),
           "id" TEXT,
           "embedding" BLOB,
           "content" TEXT,
           "content_blob" BLOB,
           "content_hash" BLOB,
           "metadata" TEXT,
           "updated" INTEGER,
           PRIMARY KEY ("collection_id", "id")
        );
        CREATE INDEX "idx_embeddings_content_hash"
            ON "embeddings" ("content_hash");
        """;

    public static IReadOnlyList<Migration> All(TimeProvider time) =>
    [
        new("m001_create_tables", database => database.ExecuteScript("""
            CREATE TABLE "collections" (
               "id" INTEGER PRIMARY KEY,
               "name" TEXT,
               "model" TEXT
            );
            CREATE UNIQUE INDEX "idx_collections_name"
                ON "collections" ("name");
            CREATE TABLE "embeddings" (
               "collection_id" INTEGER,
               "id" TEXT,
               "embedding" BLOB,
               "content" TEXT,
               "metadata" TEXT,
               PRIMARY KEY ("collection_id", "id")
            );
            """)),

        new("m002_foreign_key", database => new TableRebuild("embeddings").Reference("collection_id", "collections", "id").Run(database)),

        // Entries without a time count as written now.
        new("m003_add_updated", database =>
        {
            TableInfo.AddColumn(database, "embeddings", "updated", "INTEGER");
            new TableRebuild("embeddings").Run(database);
            database.Execute("UPDATE embeddings SET updated = ?1 WHERE updated IS NULL", time.GetUtcNow().ToUnixTimeSeconds());
        }),

        new("m004_store_content_hash", database =>
        {
            TableInfo.AddColumn(database, "embeddings", "content_hash", "BLOB");
            new TableRebuild("embeddings")
                .Order("collection_id", "id", "embedding", "content", "content_hash", "metadata", "updated")
                .Run(database);
            FillHashes(database, time);
            database.Execute("CREATE INDEX \"idx_embeddings_content_hash\"\n    ON \"embeddings\" (\"content_hash\")");
        }),

        new("m005_add_content_blob", database =>
        {
            TableInfo.AddColumn(database, "embeddings", "content_blob", "BLOB");
            new TableRebuild("embeddings").Order("collection_id", "id", "embedding", "content", "content_blob").Run(database);
        }),
    ];

    /// <summary>Adds the hashes of stored texts. Entries without their text get one that no text has.</summary>
    private static void FillHashes(Database database, TimeProvider time)
    {
        var now = time.GetUtcNow().Ticks.ToString(CultureInfo.InvariantCulture);
        // The rows are read before any is changed.
        foreach (var row in database.Query("SELECT rowid AS number FROM embeddings").Select(row => row.Integer("number")!.Value).ToList())
        {
            var text = database.QueryText("SELECT content FROM embeddings WHERE rowid = ?1", row);
            var hash = text is not null ? Collection.ContentHash(text) : Collection.ContentHash(Encoding.UTF8.GetBytes($"{now} {row}"));
            database.Execute("UPDATE embeddings SET content_hash = ?1 WHERE rowid = ?2", hash, row);
        }
    }
}
