using System.Text;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations;

/// <summary>
/// Changes a table in ways that ALTER TABLE does not support: creates a new table, copies every row with its row id and swaps the two.
/// </summary>
/// <remarks>
/// Columns, indexes and triggers that users added are kept. The SQL text of the new table is the one that sqlite-utils 4 writes.
/// </remarks>
internal sealed class TableRebuild(string table)
{
    private readonly Dictionary<string, string> renames = [];
    private readonly Dictionary<string, string> types = [];
    private readonly HashSet<string> drops = [];
    private readonly HashSet<string> droppedReferences = [];
    private readonly List<ColumnReference> references = [];
    private string[]? key;
    private string[] order = [];

    /// <summary>Renames a column if it exists.</summary>
    public TableRebuild Rename(string column, string to)
    {
        renames[column] = to;
        return this;
    }

    /// <summary>Changes the type of a column.</summary>
    public TableRebuild Type(string column, string type)
    {
        types[column] = type;
        return this;
    }

    /// <summary>Drops columns.</summary>
    public TableRebuild Drop(params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns) drops.Add(column);
        return this;
    }

    /// <summary>Drops the foreign key of a column.</summary>
    public TableRebuild DropReference(string column)
    {
        droppedReferences.Add(column);
        return this;
    }

    /// <summary>Adds a foreign key to a column.</summary>
    public TableRebuild Reference(string column, string otherTable, string otherColumn)
    {
        references.Add(new ColumnReference(column, otherTable, otherColumn));
        return this;
    }

    /// <summary>Sets the primary key. A single key column that does not exist is added and contains the row id.</summary>
    public TableRebuild Key(params string[] columns)
    {
        key = columns;
        return this;
    }

    /// <summary>Moves these columns, given by their old names, to the front; the others keep their order.</summary>
    public TableRebuild Order(params string[] columns)
    {
        order = columns;
        return this;
    }

    /// <summary>Rebuilds the table; call it inside a transaction.</summary>
    public void Run(Database database)
    {
        var old = TableInfo.Columns(database, table);
        var kept = old.Where(column => !drops.Contains(column.Name)).ToList();
        var extras = TableInfo.IndexesAndTriggers(database, table);
        var temporary = $"{table}_llm_rebuild";
        database.Execute(CreateSql(temporary, kept, TableInfo.References(database, table)));

        var from = string.Join(", ", kept.Select(column => SqlText.Quote(column.Name)));
        var to = string.Join(", ", kept.Select(column => SqlText.Quote(NewName(column.Name))));
        database.Execute(
            $"INSERT INTO {SqlText.Quote(temporary)} (rowid, {to}) SELECT rowid, {from} FROM {SqlText.Quote(table)}");
        database.Execute($"DROP TABLE {SqlText.Quote(table)}");
        database.Execute($"ALTER TABLE {SqlText.Quote(temporary)} RENAME TO {SqlText.Quote(table)}");
        foreach (var sql in extras) database.Execute(sql);
    }

    private string NewName(string column) => renames.GetValueOrDefault(column, column);

    private string CreateSql(string name, List<Column> kept, List<ColumnReference> references)
    {
        var oldKey = kept.Where(column => column.KeyPosition > 0).OrderBy(column => column.KeyPosition);
        var key = this.key ?? [.. oldKey.Select(column => NewName(column.Name))];
        var columns = kept
            .Select(column => column with { Type = types.GetValueOrDefault(column.Name, column.Type) })
            .OrderBy(column => Array.IndexOf(order, column.Name) is var at and >= 0 ? at : int.MaxValue)
            .Select(column => column with { Name = NewName(column.Name) })
            .ToList();
        if (key is [var single] && columns.TrueForAll(column => column.Name != single))
            columns.Insert(0, new Column(single, "INTEGER", NotNull: false, Default: null, KeyPosition: 1));

        var targets = references
            .Where(reference => !droppedReferences.Contains(reference.Column) && !drops.Contains(reference.Column))
            .Concat(this.references)
            .ToLookup(reference => NewName(reference.Column));
        var lines = columns.Select(column => Line(column, key.Length == 1 && key[0] == column.Name, targets[column.Name].LastOrDefault()));
        var sql = new StringBuilder($"CREATE TABLE {SqlText.Quote(name)} (\n");
        sql.AppendJoin(",\n", lines);
        if (key.Length > 1) sql.Append($",\n   PRIMARY KEY ({string.Join(", ", key.Select(SqlText.Quote))})");
        return sql.Append("\n)").ToString();
    }

    private static string Line(Column column, bool isKey, ColumnReference? reference)
    {
        var line = $"   {SqlText.Quote(column.Name)} {column.Type}";
        if (isKey) line += " PRIMARY KEY";
        if (column.NotNull) line += " NOT NULL";
        if (column.Default is not null) line += $" DEFAULT {column.Default}";
        if (reference is not null) line += $" REFERENCES {SqlText.Quote(reference.Table)}({SqlText.Quote(reference.OtherColumn)})";
        return line;
    }
}
