using Llm.Storage.Sqlite;

namespace Llm.Storage.Tests.Migrations;

/// <summary>All rows of all tables of a database, as column names and values.</summary>
internal sealed class TableSnapshot
{
    public Dictionary<string, List<Dictionary<string, object?>>> Tables { get; } = [];

    public static TableSnapshot Take(Database database)
    {
        var snapshot = new TableSnapshot();
        foreach (var table in Names(database))
            snapshot.Tables[table] = [.. database.Query($"SELECT * FROM \"{table}\" ORDER BY rowid").Select(Row)];
        return snapshot;
    }

    /// <summary>The ordinary tables: no search index, nothing of SQLite's.</summary>
    public static List<string> Names(Database database) =>
    [
        .. database.Query(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_fts%' "
            + "AND name <> '_llm_migrations' ORDER BY name").Select(row => row.Text(0)!),
    ];

    /// <summary>Changes the names as a later migration does; a name of null drops the column.</summary>
    public void Rename(string table, string column, string? to)
    {
        if (!Tables.TryGetValue(table, out var rows)) return;
        foreach (var row in rows.Where(row => row.ContainsKey(column)))
        {
            if (to is not null) row[to] = row[column];
            row.Remove(column);
        }
    }

    /// <summary>Every row is still there, with every value; later columns are empty, and only the growing table has new rows.</summary>
    public void ShouldBeKeptIn(TableSnapshot later, string? growing = null)
    {
        foreach (var (table, rows) in Tables)
        {
            later.Tables.ShouldContainKey(table);
            var found = later.Tables[table];
            if (table == growing) found.Count.ShouldBeGreaterThanOrEqualTo(rows.Count, table);
            else found.Count.ShouldBe(rows.Count, table);
            for (var i = 0; i < rows.Count; i++)
            {
                foreach (var (column, value) in rows[i])
                {
                    found[i].ShouldContainKey(column, $"{table}");
                    found[i][column].ShouldBe(value, $"{table}.{column}, row {i}");
                }

                foreach (var column in found[i].Keys.Except(rows[i].Keys)) found[i][column].ShouldBeNull($"{table}.{column}");
            }
        }
    }

    private static Dictionary<string, object?> Row(Statement row) =>
        Enumerable.Range(0, row.ColumnCount).ToDictionary(row.Name, row.Value);
}
