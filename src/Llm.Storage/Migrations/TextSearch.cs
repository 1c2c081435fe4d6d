using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations;

/// <summary>Creates full-text indexes over the columns prompt and response of a table, which triggers keep up to date.</summary>
internal static class TextSearch
{
    /// <summary>Creates the index and its triggers, replacing existing ones, and fills it from the table.</summary>
    public static void Create(Database database, string table)
    {
        foreach (var suffix in (string[])["ai", "ad", "au"]) database.Execute($"DROP TRIGGER IF EXISTS \"{table}_{suffix}\"");
        database.Execute($"DROP TABLE IF EXISTS \"{table}_fts\"");
        database.Execute($"""
            CREATE VIRTUAL TABLE "{table}_fts" USING FTS5 (
                "prompt", "response",
                content="{table}"
            )
            """);
        database.Execute($"""
            INSERT INTO "{table}_fts" (rowid, "prompt", "response") SELECT rowid, "prompt", "response" FROM "{table}"
            """);
        var insert = $"""INSERT INTO "{table}_fts" (rowid, "prompt", "response") VALUES (new.rowid, new."prompt", new."response");""";
        var delete = $"""INSERT INTO "{table}_fts" ("{table}_fts", rowid, "prompt", "response") """
            + """VALUES('delete', old.rowid, old."prompt", old."response");""";
        database.Execute($"CREATE TRIGGER \"{table}_ai\" AFTER INSERT ON \"{table}\" BEGIN\n  {insert}\nEND");
        database.Execute($"CREATE TRIGGER \"{table}_ad\" AFTER DELETE ON \"{table}\" BEGIN\n  {delete}\nEND");
        database.Execute($"CREATE TRIGGER \"{table}_au\" AFTER UPDATE ON \"{table}\" BEGIN\n  {delete}\n  {insert}\nEND");
    }
}
