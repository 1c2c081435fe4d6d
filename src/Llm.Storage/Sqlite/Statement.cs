using System.Text;
using SQLitePCL;

namespace Llm.Storage.Sqlite;

/// <summary>A prepared statement and, while it runs, its current row.</summary>
internal sealed class Statement(Database database, string sql, sqlite3_stmt handle) : IDisposable
{
    private bool idle;

    /// <summary>The text it was prepared from.</summary>
    public string Sql => sql;

    /// <summary>How many columns a row has.</summary>
    public int ColumnCount => raw.sqlite3_column_count(handle);

    /// <summary>Sets the parameters ?1, ?2 …: null, string, bool, an integer, double or bytes.</summary>
    public void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) Bind(i + 1, values[i]);
    }

    /// <summary>Goes to the next row; false after the last.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(handle);
        // A lock can only be met at the first step, so that starting again repeats no row.
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            result = database.Retry(result, () => raw.sqlite3_step(handle), () => raw.sqlite3_reset(handle));
        return result == raw.SQLITE_ROW;
    }

    /// <summary>Whether the column is NULL.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    /// <summary>The column as text; null for NULL.</summary>
    public string? Text(int column) => raw.sqlite3_column_type(handle, column) switch
    {
        raw.SQLITE_NULL => null,
        // By length, because text may hold U+0000.
        raw.SQLITE_TEXT => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column)),
        _ => raw.sqlite3_column_text(handle, column).utf8_to_string(),
    };

    /// <summary>The column as an integer; null for NULL.</summary>
    public long? Integer(int column) => IsNull(column) ? null : raw.sqlite3_column_int64(handle, column);

    /// <summary>The column as a real number; 0 for NULL.</summary>
    public double Real(int column) => raw.sqlite3_column_double(handle, column);

    /// <summary>The column as bytes; null for NULL.</summary>
    public byte[]? Bytes(int column) => IsNull(column) ? null : raw.sqlite3_column_blob(handle, column).ToArray();

    /// <summary>The column in the type that SQLite stored it in.</summary>
    public object? Value(int column) => raw.sqlite3_column_type(handle, column) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(handle, column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(handle, column),
        raw.SQLITE_BLOB => Bytes(column),
        _ => Text(column),
    };

    /// <summary>The name of a column.</summary>
    public string Name(int column) => raw.sqlite3_column_name(handle, column).utf8_to_string();

    /// <summary>Ends the run and hands the statement back for its next use.</summary>
    public void Dispose()
    {
        if (idle) return;
        raw.sqlite3_reset(handle);
        raw.sqlite3_clear_bindings(handle);
        idle = true;
        database.Return(this);
    }

    internal Statement Reuse()
    {
        idle = false;
        return this;
    }

    internal void Close() => handle.Dispose();

    private void Bind(int index, object? value)
    {
        _ = value switch
        {
            null => raw.sqlite3_bind_null(handle, index),
            // An empty span would bind NULL.
            "" => raw.sqlite3_bind_text(handle, index, ""),
            string text => raw.sqlite3_bind_text(handle, index, Encoding.UTF8.GetBytes(text)),
            int number => raw.sqlite3_bind_int64(handle, index, number),
            long number => raw.sqlite3_bind_int64(handle, index, number),
            bool flag => raw.sqlite3_bind_int64(handle, index, flag ? 1 : 0),
            double number => raw.sqlite3_bind_double(handle, index, number),
            byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(handle, index, 0),
            byte[] bytes => raw.sqlite3_bind_blob(handle, index, bytes),
            _ => throw new ArgumentException($"A {value.GetType()} cannot be stored.", nameof(value)),
        };
    }
}
