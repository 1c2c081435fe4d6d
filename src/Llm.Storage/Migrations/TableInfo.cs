using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations;

/// <summary>What SQLite says of a table.</summary>
internal static class TableInfo
{
    /// <summary>The columns in order, with a type of TEXT, INTEGER, FLOAT or BLOB.</summary>
    public static List<Column> Columns(Database database, string table) =>
    [
        .. database.Query("SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info(?1)", table).Select(row =>
            new Column(row.Text(0)!, NormalType(row.Text(1)!), row.Integer(2) == 1, row.Text(3), (int)row.Integer(4)!.Value)),
    ];

    /// <summary>Whether the table has the column.</summary>
    public static bool HasColumn(Database database, string table, string column) =>
        Columns(database, table).Exists(found => string.Equals(found.Name, column, StringComparison.OrdinalIgnoreCase));

    /// <summary>The references of single columns to other tables.</summary>
    public static List<ColumnReference> References(Database database, string table) =>
    [
        .. database.Query("SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?1)", table).Select(row =>
            new ColumnReference(row.Text(0)!, row.Text(1)!, row.Text(2) ?? "id")),
    ];

    /// <summary>The statements that made the table's indexes and triggers.</summary>
    public static List<string> IndexesAndTriggers(Database database, string table) =>
    [
        .. database.Query(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ?1 COLLATE NOCASE AND type IN ('index', 'trigger') AND sql IS NOT NULL", table)
            .Select(row => row.Text(0)!),
    ];

    /// <summary>Adds a column at the end unless it is there already.</summary>
    public static void AddColumn(Database database, string table, string column, string type)
    {
        if (!HasColumn(database, table, column))
            database.Execute($"ALTER TABLE {SqlText.Quote(table)} ADD COLUMN {SqlText.Quote(column)} {type}");
    }

    // SQLite's rules for the affinity of a declared type.
    private static string NormalType(string declared)
    {
        bool Has(string word) => declared.Contains(word, StringComparison.OrdinalIgnoreCase);
        if (Has("INT")) return "INTEGER";
        if (Has("CHAR") || Has("CLOB") || Has("TEXT")) return "TEXT";
        return declared.Length == 0 || Has("BLOB") ? "BLOB" : "FLOAT";
    }
}
