using Llm.Storage.Embeddings;
using Llm.Storage.Migrations.Embeddings;
using Llm.Storage.Sqlite;
using Llm.Tests;

namespace Llm.Storage.Tests.Migrations;

public class EmbeddingMigrationTests
{
    private static readonly string[] Names =
        ["m001_create_tables", "m002_foreign_key", "m003_add_updated", "m004_store_content_hash", "m005_add_content_blob"];

    [Fact]
    public async Task A_new_database_has_the_schema_of_the_Python_tool()
    {
        using var folder = new TemporaryDirectory();
        await (await SqliteEmbeddingStore.OpenAsync(folder.File("new.db"))).DisposeAsync();
        using var created = Database.Open(folder.File("new.db"));
        using var recorded = Database.Open(Copy("llm-0.32", folder));
        Schema(created).ShouldBe(Schema(recorded));
        Applied(created).ShouldBe(Names);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_database_of_any_version_is_migrated_with_its_rows(int applied)
    {
        using var folder = new TemporaryDirectory();
        var path = folder.File("old.db");
        using (var old = Database.Open(path)) CreateOld(old, applied);
        await using (var store = await SqliteEmbeddingStore.OpenAsync(path))
        {
            if (applied > 0)
            {
                var rows = await store.ReadAsync(1, ["1", "2"]);
                rows.Select(row => row.Vector.ToArray()).ShouldAllBe(vector => vector.SequenceEqual(new float[] { 1, 2 }));
                rows.Single(row => row.Id == "2").ContentHash.ToArray().ShouldBe(Collection.ContentHash("goodbye world"));
                rows.Single(row => row.Id == "1").ContentHash.Length.ShouldBe(16);
                rows.ShouldAllBe(row => row.Updated != null);
            }
        }

        using var migrated = Database.Open(path);
        using var recorded = Database.Open(Copy("llm-0.32", folder));
        Schema(migrated).ShouldBe(Schema(recorded));
        Applied(migrated).ShouldBe(Names);
        File.Exists(folder.File("old.before-migration.db")).ShouldBe(applied > 0);
    }

    [Fact]
    public async Task The_older_table_of_migrations_is_converted_and_keeps_the_rows_of_other_programs()
    {
        using var folder = new TemporaryDirectory();
        var path = Copy("llm-0.26", folder);
        using (var old = Database.Open(path)) old.Execute("INSERT INTO _sqlite_migrations VALUES ('other', 'm001', 'now')");
        await (await SqliteEmbeddingStore.OpenAsync(path)).DisposeAsync();
        using var converted = Database.Open(path);
        Applied(converted).ShouldBe(Names);
        converted.QueryInteger("SELECT count(*) FROM _sqlite_migrations WHERE id IS NOT NULL").ShouldBe(6);
        converted.QueryInteger("SELECT count(*) FROM embeddings").ShouldBe(8);
    }

    [Theory]
    [InlineData("llm-0.26")]
    [InlineData("llm-0.32")]
    public async Task Collections_of_the_Python_tool_give_the_same_ids_and_scores(string version)
    {
        using var folder = new TemporaryDirectory();
        await using var store = (await SqliteEmbeddingStore.OpenExistingAsync(Copy(version, folder)))!;
        (await store.ListCollectionsAsync()).Select(found => $"{found.Name} {found.ModelId} {found.Count}").ShouldBe(
            ["docs text-embedding-3-small 2", "phrases text-embedding-3-small 3", "quotes text-embedding-3-small 3"]);
        var phrases = await Collection.OpenAsync(store, "phrases");
        var similar = await phrases.SimilarByIdAsync("cat");
        similar.Select(entry => entry.Id).ShouldBe(["fish", "hound"]);
        similar[0].Score!.Value.ShouldBe(-0.16964, 1e-5);
        similar[1].Score!.Value.ShouldBe(-0.17655, 1e-5);
        similar[1].Metadata!["kind"]!.GetValue<string>().ShouldBe("dog");
        foreach (var entry in similar)
        {
            // As Python computes it, without our instructions for vectors.
            var (first, second) = ((await phrases.FindAsync("cat"))!.Vector.ToArray(), (await phrases.FindAsync(entry.Id))!.Vector.ToArray());
            var product = first.Zip(second, (x, y) => (double)x * y).Sum();
            var lengths = Math.Sqrt(first.Sum(x => (double)x * x)) * Math.Sqrt(second.Sum(x => (double)x * x));
            entry.Score!.Value.ShouldBe(product / lengths, 1e-14);
        }
    }

    [Fact]
    public async Task A_file_without_collections_counts_as_none()
    {
        using var folder = new TemporaryDirectory();
        (await SqliteEmbeddingStore.OpenExistingAsync(folder.File("none.db"))).ShouldBeNull();
        using (var other = Database.Open(folder.File("other.db"))) other.Execute("CREATE TABLE t (a)");
        (await SqliteEmbeddingStore.OpenExistingAsync(folder.File("other.db"))).ShouldBeNull();
        File.Exists(folder.File("none.db")).ShouldBeFalse();
        await File.WriteAllTextAsync(folder.File("text.db"), new string('x', 5000));
        (await Should.ThrowAsync<LlmException>(() => SqliteEmbeddingStore.OpenExistingAsync(folder.File("text.db"))))
            .Message.ShouldContain("is not a SQLite database");
    }

    private static void CreateOld(Database database, int applied)
    {
        database.Execute("CREATE TABLE _sqlite_migrations (migration_set TEXT, name TEXT, applied_at TEXT, PRIMARY KEY (migration_set, name))");
        foreach (var migration in EmbeddingMigrations.All(TimeProvider.System).Take(applied))
        {
            migration.Apply(database);
            database.Execute("INSERT INTO _sqlite_migrations VALUES ('llm.embeddings', ?1, 'then')", migration.Name);
            if (migration.Name != Names[0]) continue;
            database.Execute("INSERT INTO collections (name, model) VALUES ('c', 'm')");
            foreach (var (id, content) in new[] { ("1", null), ("2", "goodbye world") })
            {
                database.Execute(
                    "INSERT INTO embeddings (collection_id, id, embedding, content) VALUES (1, ?1, ?2, ?3)",
                    id,
                    EmbeddingEncoding.Encode([1, 2]),
                    content);
            }
        }
    }

    private static string Copy(string version, TemporaryDirectory folder)
    {
        var copy = folder.File($"{version}.db");
        File.Copy(SharedData.Path("data", "userdirs", version, "embeddings.db"), copy);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return copy;
    }

    private static List<string> Applied(Database database) =>
        [.. database.Texts("SELECT name FROM _sqlite_migrations WHERE migration_set = 'llm.embeddings' ORDER BY name")];

    private static List<string> Schema(Database database) =>
        [.. database.Texts("SELECT replace(replace(sql, 'IF NOT EXISTS ', ''), '  ', ' ') FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")];
}
