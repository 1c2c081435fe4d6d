using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations;

/// <summary>Brings a database made by any earlier version up to date; what has been done stands in <c>_llm_migrations</c>.</summary>
/// <param name="migrations">The steps in order.</param>
/// <param name="finalSchema">The statements that make an empty database as all steps together would.</param>
/// <param name="time">The clock for <c>applied_at</c>.</param>
/// <param name="backup">Copies the database before it is changed; null copies nothing.</param>
internal sealed class Migrator(
    IReadOnlyList<Migration> migrations, Func<string>? finalSchema, TimeProvider time, MigrationBackup? backup = null)
{
    /// <summary>Whether nothing is left to do: one query and no lock for writing.</summary>
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

    /// <summary>Applies what is missing, all in one transaction, so that processes which start together do it once.</summary>
    public void Run(Database database)
    {
        if (IsCurrent(database)) return;
        backup?.Make(database);
        // A view of the user's that mentions a table must not stop that table from being rebuilt.
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
        // Asked again under the lock: another process may have done it meanwhile.
        foreach (var migration in Missing(database))
        {
            migration.Apply(database);
            Record(database, migration);
        }
    }

    /// <summary>What is left to do of a database that has been migrated before; it must have its table of migrations.</summary>
    public List<Migration> Missing(Database database)
    {
        var applied = database.Texts("SELECT name FROM _llm_migrations").ToHashSet();
        return [.. migrations.Where(migration => !applied.Contains(migration.Name))];
    }

    private void Record(Database database, Migration migration) => database.Execute(
        "INSERT INTO _llm_migrations (name, applied_at) VALUES (?1, ?2)", migration.Name, PythonTime.Spaced(time.GetUtcNow()));
}

/// <summary>One step from a database of an earlier version to a later one.</summary>
/// <param name="Name">What <c>_llm_migrations</c> records; the Python tool uses the same names.</param>
/// <param name="Apply">Does it, inside a transaction.</param>
internal sealed record Migration(string Name, Action<Database> Apply);
