using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Fragments, their aliases and their use.</summary>
internal static class M015FragmentsTables
{
    public static void Apply(Database database)
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
    }
}
