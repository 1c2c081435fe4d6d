using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations;

/// <summary>Reads the definition of a table.</summary>
internal static class TableInfo
{
    /// <summary>Returns the columns in order; their types are TEXT, INTEGER, FLOAT or BLOB.</summary>
    public static List<Column> Columns(Database database, string table) =>
    [
        .. database.Query("SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info(?1)", table).Select(row =>
            new Column(
                row.Text("name")!, NormalType(row.Text("type")!), row.Integer("notnull") == 1, row.Text("dflt_value"),
                (int)row.Integer("pk")!.Value)),
    ];

    /// <summary>Whether the table has the column.</summary>
    public static bool HasColumn(Database database, string table, string column) =>
        Columns(database, table).Exists(found => string.Equals(found.Name, column, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the foreign keys of the table; of composite ones, each column separately.</summary>
    public static List<ColumnReference> References(Database database, string table) =>
    [
        .. database.Query("SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?1)", table).Select(row =>
            new ColumnReference(row.Text("from")!, row.Text("table")!, row.Text("to") ?? "id")),
    ];

    /// <summary>Returns the statements that created the indexes and triggers of the table.</summary>
    public static List<string> IndexesAndTriggers(Database database, string table) =>
    [
        .. database.Texts(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ?1 COLLATE NOCASE AND type IN ('index', 'trigger') AND sql IS NOT NULL", table),
    ];

    /// <summary>Adds a column at the end unless it already exists.</summary>
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

/// <summary>A column of a table.</summary>
internal sealed record Column(string Name, string Type, bool NotNull, string? Default, int KeyPosition);

/// <summary>A foreign key of one column.</summary>
internal sealed record ColumnReference(string Column, string Table, string OtherColumn);

/// <summary>Formats names for SQL.</summary>
internal static class SqlText
{
    /// <summary>Returns the name in double quotes.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
