using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;
using SQLitePCL;

namespace Llm.Storage.Sqlite;

/// <summary>A prepared statement and, while it runs, the current row.</summary>
/// <remarks>
/// Our own statements read columns by name; numbers are for statements that users or models write. The names of a prepared statement are
/// resolved once.
/// </remarks>
internal sealed partial class Statement(Database database, string sql, sqlite3_stmt handle) : IDisposable
{
    private const int LargeText = 256 * 1024;

    // The memory of bound texts, which SQLite uses where they are: copies that belong to the statement, and what others use too.
    private readonly List<NativeBuffer> copies = [];
    private readonly List<NativeBuffer> texts = [];
    private bool idle;
    private string[]? names;
    private int next;

    /// <summary>The SQL text that the statement was prepared from.</summary>
    public string Sql => sql;

    /// <summary>The number of columns in a row.</summary>
    public int ColumnCount => raw.sqlite3_column_count(handle);

    /// <summary>Binds the parameters ?1, ?2 … to values: null, string, large text, bool, int, long, double or bytes.</summary>
    public void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) Bind(i + 1, values[i]);
    }

    /// <summary>Moves to the next row; returns false after the last row.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(handle);
        // Only the first step can find the database locked, so that starting again repeats no row.
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            result = database.Retry(result, () => raw.sqlite3_step(handle), () => raw.sqlite3_reset(handle));
        return result == raw.SQLITE_ROW;
    }

    /// <summary>Whether the column is NULL.</summary>
    public bool IsNull(string column) => IsNull(Find(column));

    /// <summary>The column as text; null for NULL.</summary>
    public string? Text(string column) => Text(Find(column));

    /// <summary>The column as an integer; null for NULL.</summary>
    public long? Integer(string column) => Integer(Find(column));

    /// <summary>The column as a real number; 0 for NULL.</summary>
    public double Real(string column) => raw.sqlite3_column_double(handle, Find(column));

    /// <summary>The column as bytes; null for NULL.</summary>
    public byte[]? Bytes(string column) => Bytes(Find(column));

    /// <summary>The column as JSON; null for NULL and for text that is not valid JSON, which another program may have written.</summary>
    public JsonNode? Json(string column) => JsonText.ParseOrNull(Text(column));

    /// <inheritdoc cref="IsNull(string)"/>
    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    /// <inheritdoc cref="Text(string)"/>
    public string? Text(int column) => raw.sqlite3_column_type(handle, column) switch
    {
        raw.SQLITE_NULL => null,
        // By length, because the text may contain U+0000.
        raw.SQLITE_TEXT => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column)),
        _ => raw.sqlite3_column_text(handle, column).utf8_to_string(),
    };

    /// <inheritdoc cref="Integer(string)"/>
    public long? Integer(int column) => IsNull(column) ? null : raw.sqlite3_column_int64(handle, column);

    /// <inheritdoc cref="Bytes(string)"/>
    public byte[]? Bytes(int column) => IsNull(column) ? null : raw.sqlite3_column_blob(handle, column).ToArray();

    /// <summary>The bytes of a column where SQLite has them, valid until the next row is read; empty for NULL.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    /// <summary>The column in the type in which SQLite stores it.</summary>
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

    /// <summary>Ends the run and returns the statement to its connection for reuse.</summary>
    public void Dispose()
    {
        if (idle) return;
        raw.sqlite3_reset(handle);
        raw.sqlite3_clear_bindings(handle);
        foreach (var memory in copies) memory.Free();
        copies.Clear();
        texts.Clear();
        idle = true;
        database.Return(this);
    }

    internal Statement Reuse()
    {
        idle = false;
        return this;
    }

    internal void Close() => handle.Dispose();

    /// <exception cref="InvalidOperationException">There is no such column, or two columns of the statement have the same name.</exception>
    private int Find(string column)
    {
        names ??= ReadNames();
        // Columns are usually read in order.
        var found = next < names.Length && names[next] == column ? next : Array.IndexOf(names, column);
        if (found < 0) throw new InvalidOperationException($"There is no column {column} in: {sql}");
        next = found + 1;
        return found;
    }

    private string[] ReadNames()
    {
        var read = new string[ColumnCount];
        for (var i = 0; i < read.Length; i++)
        {
            read[i] = Name(i);
            if (Array.IndexOf(read, read[i]) < i) throw new InvalidOperationException($"Two columns have the name {read[i]} in: {sql}");
        }

        return read;
    }

    private void Bind(int index, object? value)
    {
        _ = value switch
        {
            null => raw.sqlite3_bind_null(handle, index),
            // An empty span would bind NULL.
            "" => raw.sqlite3_bind_text(handle, index, ""),
            string { Length: > LargeText } text => BindLarge(index, text),
            Utf8Text text => BindLarge(index, text),
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

    /// <summary>Binds a text in memory that is free again when the statement has run, while an array would wait for a collection.</summary>
    private int BindLarge(int index, string text)
    {
        var memory = new NativeBuffer(Encoding.UTF8.GetByteCount(text) + 1);
        copies.Add(memory);
        var bytes = memory.GetSpan();
        var length = Encoding.UTF8.GetBytes(text, bytes);
        bytes[length] = 0;
        return BindInPlace(index, memory, bytes[..length]);
    }

    private int BindLarge(int index, Utf8Text text)
    {
        var bytes = text.Bytes(out var memory);
        if (memory is null) return BindLarge(index, text.ToString());
        texts.Add(memory);
        return BindInPlace(index, memory, bytes);
    }

    /// <summary>Binds a text that SQLite does not copy, so it has to stay until the statement is disposed.</summary>
    private unsafe int BindInPlace(int index, NativeBuffer memory, ReadOnlySpan<byte> utf8)
    {
        fixed (byte* text = utf8)
        {
            // The full-text search would copy a text of which SQLite does not know that a zero follows.
            var isTerminated = text + utf8.Length < memory.Start + memory.Length && text[utf8.Length] == 0 && !utf8.Contains((byte)0);
            return BindText(handle, index, text, isTerminated ? -1 : utf8.Length, destructor: 0);
        }
    }

    // The library's own methods let SQLite copy the text.
    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_bind_text")]
    private static unsafe partial int BindText(sqlite3_stmt statement, int index, byte* text, int length, nint destructor);
}

/// <summary>Formats lists of ids as one parameter for <c>json_each</c>, so that one statement works for lists of any length.</summary>
internal static class IdList
{
    public static string Of(IEnumerable<string> ids) => $"[{string.Join(',', ids.Select(PythonJson.Quote))}]";

    public static string Of(IEnumerable<long> ids) => $"[{string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)))}]";
}
