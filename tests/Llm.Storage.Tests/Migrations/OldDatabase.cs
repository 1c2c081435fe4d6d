using System.Globalization;
using System.Text.RegularExpressions;
using Llm.Storage.Migrations;
using Llm.Storage.Migrations.Logs;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Tests.Migrations;

/// <summary>Makes databases as they were after an earlier migration, with rows in every table.</summary>
internal static partial class OldDatabase
{
    /// <summary>A database after the first so many migrations.</summary>
    public static Database At(string path, int count)
    {
        var database = Database.Open(path);
        new Migrator([.. LogMigrations.All.Take(count)], finalSchema: null, TimeProvider.System).Run(database);
        return database;
    }

    /// <summary>The same schema as sqlite-utils 3 wrote it, with [brackets] round the names.</summary>
    public static Database InBrackets(Database original, string path)
    {
        var database = Database.Open(path);
        var statements = original.Query(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND (name NOT LIKE '%_fts_%') "
            + "ORDER BY type = 'trigger', type = 'view', type = 'index', rowid").Select(row => row.Text(0)!).ToList();
        foreach (var sql in statements) database.Execute(DoubleQuoted().Replace(sql, "[$1]"));
        foreach (var row in original.Query("SELECT name, applied_at FROM _llm_migrations"))
            database.Execute("INSERT INTO _llm_migrations VALUES (?1, ?2)", row.Text(0), row.Text(1));
        return database;
    }

    /// <summary>Three rows in every table: plain values, empty ones and odd ones; references that lead nowhere are left in.</summary>
    public static void Fill(Database database)
    {
        foreach (var table in TableSnapshot.Names(database))
        {
            var columns = TableInfo.Columns(database, table);
            for (var row = 0; row < 3; row++)
            {
                var values = columns.Select(column => Value(table, column, row)).ToArray();
                var names = string.Join(", ", columns.Select(column => SqlText.Quote(column.Name)));
                var marks = string.Join(", ", columns.Select((_, i) => $"?{i + 1}"));
                database.Execute($"INSERT INTO {SqlText.Quote(table)} ({names}) VALUES ({marks})", values);
            }
        }
    }

    private static object? Value(string table, Column column, int row)
    {
        var seed = string.Create(CultureInfo.InvariantCulture, $"{table}-{column.Name}-{row}");
        if (column.KeyPosition > 0 || column.Name is "hash" or "position" or "turn_id")
            return column.Type == "INTEGER" ? 7L + (row * 5) : seed;
        return (row, column.Type) switch
        {
            (1, _) => null,
            (_, "INTEGER") => 1_000_000_000_000L + row,
            (_, "BLOB") => new byte[] { 0, 1, 255, (byte)row },
            (0, _) => seed,
            _ => $"é ☃ 😀 \"quoted\" 'single'\n[brackets]\0after nul {seed}",
        };
    }

    [GeneratedRegex("\"([a-z_]+)\"")]
    private static partial Regex DoubleQuoted();
}
