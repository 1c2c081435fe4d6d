using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations;

/// <summary>Migrates a database of any version to the current schema and records each migration in <c>_llm_migrations</c>.</summary>
/// <param name="migrations">The migrations in order.</param>
/// <param name="finalSchema">Returns the statements that create the same schema in an empty database as all migrations together.</param>
/// <param name="time">The clock for <c>applied_at</c>.</param>
/// <param name="backup">Makes a copy of the database before it is changed; null to make none.</param>
internal sealed class Migrator(
    IReadOnlyList<Migration> migrations, Func<string>? finalSchema, TimeProvider time, MigrationBackup? backup = null)
{
    /// <summary>Whether all migrations have been applied. This takes one query and no write lock.</summary>
    public bool IsCurrent(Database database)
    {
        try
        {
            return Missing(database).Count == 0;
        }
        catch (SqliteException ex) when (ex.Detail.StartsWith("no such table", StringComparison.Ordinal))
        {
            return false;
        }
    }

    /// <summary>Applies the missing migrations in one transaction, so that only one of several processes applies them.</summary>
    public void Run(Database database)
    {
        if (IsCurrent(database)) return;
        backup?.Make(database);
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
        if (finalSchema is not null && database.QueryInteger("SELECT 1 FROM sqlite_master LIMIT 1") is null)
        {
            database.ExecuteScript(finalSchema());
            foreach (var migration in migrations) Record(database, migration);
            return;
        }

        if (!database.HasTable("_llm_migrations"))
            database.Execute("CREATE TABLE \"_llm_migrations\" (\n   \"name\" TEXT PRIMARY KEY,\n   \"applied_at\" TEXT\n)");
        // Queried again under the lock, because another process may have applied some in the meantime.
        foreach (var migration in Missing(database))
        {
            migration.Apply(database);
            Record(database, migration);
        }
    }

    /// <summary>Returns the migrations that a database lacks; the database must have the table <c>_llm_migrations</c>.</summary>
    public List<Migration> Missing(Database database)
    {
        var applied = database.Texts("SELECT name FROM _llm_migrations").ToHashSet();
        var missing = new List<Migration>();
        foreach (var migration in migrations)
        {
            if (!applied.Remove(migration.Name)) missing.Add(migration);
        }

        if (applied.Count > 0) database.NewerMigration = NewestOf(applied);
        return missing;
    }

    /// <summary>
    /// Returns the newest migration that only a newer version has; null if there is none. Others may be those of embeddings in one file.
    /// </summary>
    private string? NewestOf(IEnumerable<string> unknown) =>
        unknown.Where(name => NumberOf(name) > NumberOf(migrations[^1].Name)).Order(StringComparer.Ordinal).LastOrDefault();

    /// <summary>Returns the number of a migration such as <c>m027_turns_response_json</c>; 0 if it has none.</summary>
    private static int NumberOf(string name) =>
        name.Split('_')[0] is ['m', .. var digits] && int.TryParse(digits, out var number) ? number : 0;

    private void Record(Database database, Migration migration) =>
        database.Execute(
            "INSERT INTO _llm_migrations (name, applied_at) VALUES (?1, ?2)", migration.Name, PythonTime.Spaced(time.GetUtcNow()));
}

/// <summary>One step from an earlier version of a schema to a later one.</summary>
/// <param name="Name">The name that <c>_llm_migrations</c> records; the Python tool uses the same names.</param>
/// <param name="Apply">Applies the step; it runs inside a transaction.</param>
internal sealed record Migration(string Name, Action<Database> Apply);
