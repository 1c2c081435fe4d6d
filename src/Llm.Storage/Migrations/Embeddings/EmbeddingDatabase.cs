using Llm.Storage.Embeddings;
using Llm.Storage.Sqlite;
using SQLitePCL;

namespace Llm.Storage.Migrations.Embeddings;

/// <summary>Opens <c>embeddings.db</c>, or another database with collections of embeddings, with its current schema.</summary>
/// <remarks>
/// The migrations are recorded in the table <c>_sqlite_migrations</c>, which other programs may use for theirs. Its form before version
/// 4 of sqlite-utils, without the column <c>id</c>, is converted.
/// </remarks>
internal sealed class EmbeddingDatabase(string path, EmbeddingStoreOptions options, CancellationToken cancellationToken)
{
    private const string MigrationSet = "llm.embeddings";

    private const string MigrationTable = """
        CREATE TABLE "_sqlite_migrations" (
           "id" INTEGER PRIMARY KEY,
           "migration_set" TEXT,
           "name" TEXT,
           "applied_at" TEXT
        )
        """;

    private const string MigrationIndex = """
        CREATE UNIQUE INDEX IF NOT EXISTS "idx__sqlite_migrations_migration_set_name"
            ON "_sqlite_migrations" ("migration_set", "name")
        """;

    private readonly IReadOnlyList<Migration> migrations = EmbeddingMigrations.All(options.Clock);

    /// <summary>Opens the file for reading and writing, creates it if necessary, and applies the missing migrations.</summary>
    public Database OpenOrCreate() => Prepare(Open(DatabaseMode.Create), Migrate);

    /// <summary>
    /// Opens an existing file; returns null if there is none or if it has no collections. A database of an older version is migrated.
    /// </summary>
    public Database? OpenExisting(DatabaseMode mode)
    {
        if (!File.Exists(path)) return null;
        var database = Prepare(Open(DatabaseMode.ReadOnly), static _ => { });
        try
        {
            if (!database.HasTable("collections"))
            {
                database.Dispose();
                return null;
            }

            if (mode == DatabaseMode.ReadOnly && Missing(database).Count == 0) return database;
        }
        catch (SqliteException ex) when (ex.ResultCode is raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN)
        {
            // A journal was left behind. Opening for writing rolls it back or reports why the file cannot be opened.
        }
        catch
        {
            database.Dispose();
            throw;
        }

        database.Dispose();
        return Prepare(Open(DatabaseMode.ReadWrite), Migrate);
    }

    /// <summary>Returns the names of the migrations that a database lacks.</summary>
    public static List<string> Pending(Database database) =>
        Missing(database, EmbeddingMigrations.All(TimeProvider.System)).ConvertAll(migration => migration.Name);

    private Database Open(DatabaseMode mode)
    {
        var database = Database.Open(path, mode, options.BusyTimeout);
        database.Cancellation = cancellationToken;
        database.Alert = options.Alert;
        return database;
    }

    private static Database Prepare(Database database, Action<Database> work)
    {
        try
        {
            work(database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private void Migrate(Database database)
    {
        if (Missing(database).Count == 0 && IsConverted(database)) return;
        if (options.BackUpBeforeMigration && database.HasTable("embeddings")) new MigrationBackup(options.Warn).Make(database);
        // A user's view that refers to a table must not prevent that table from being rebuilt.
        database.Execute("PRAGMA legacy_alter_table=ON");
        try
        {
            database.Write(() => Apply(database));
        }
        finally
        {
            database.Execute("PRAGMA legacy_alter_table=OFF");
        }
    }

    private void Apply(Database database)
    {
        if (!database.HasTable("_sqlite_migrations")) database.Execute(MigrationTable);
        else if (!IsConverted(database)) new TableRebuild("_sqlite_migrations").Key("id").Run(database);
        database.Execute(MigrationIndex);
        // Queried again under the lock, because another process may have applied some in the meantime.
        var missing = Missing(database);
        var isNew = missing.Count == migrations.Count && !database.HasTable("collections") && !database.HasTable("embeddings");
        if (isNew) database.ExecuteScript(EmbeddingMigrations.FinalSchema);
        foreach (var migration in missing)
        {
            if (!isNew) migration.Apply(database);
            database.Execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?1, ?2, ?3)",
                MigrationSet,
                migration.Name,
                PythonTime.Spaced(options.Clock.GetUtcNow()));
        }
    }

    private List<Migration> Missing(Database database) => Missing(database, migrations);

    private static List<Migration> Missing(Database database, IReadOnlyList<Migration> migrations)
    {
        if (!database.HasTable("_sqlite_migrations")) return [.. migrations];
        var applied = database.Texts("SELECT name FROM _sqlite_migrations WHERE migration_set = ?1", MigrationSet).ToHashSet();
        return [.. migrations.Where(migration => !applied.Contains(migration.Name))];
    }

    private static bool IsConverted(Database database) => TableInfo.HasColumn(database, "_sqlite_migrations", "id");
}
