using SQLitePCL;

namespace Llm.Storage.Sqlite;

/// <summary>
/// Makes LIKE and GLOB match binary values on a connection. This is SQLite's default, but the bundled library is built without it.
/// </summary>
/// <remarks>The values are matched as text by the original operators, on a second connection.</remarks>
internal sealed class BinaryMatching : IDisposable
{
    private static readonly (string Function, int Arguments, string Sql)[] Operators =
    [
        ("like", 2, "SELECT ?2 LIKE ?1"),
        ("like", 3, "SELECT ?2 LIKE ?1 ESCAPE ?3"),
        ("glob", 2, "SELECT ?2 GLOB ?1"),
    ];

    private readonly sqlite3 plain;
    private readonly List<sqlite3_stmt> statements = [];

    /// <summary>Replaces the operators of a connection. Dispose the instance after the connection.</summary>
    public BinaryMatching(sqlite3 connection)
    {
        _ = raw.sqlite3_open(":memory:", out plain);
        foreach (var (function, arguments, sql) in Operators)
        {
            _ = raw.sqlite3_prepare_v2(plain, sql, out var statement);
            statements.Add(statement);
            // Only deterministic functions may be used in indexes.
            _ = raw.sqlite3_create_function(connection, function, arguments, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, statement, Match);
        }
    }

    public void Dispose()
    {
        foreach (var statement in statements) statement.Dispose();
        plain.Dispose();
    }

    private void Match(sqlite3_context context, object statement, sqlite3_value[] values)
    {
        var matching = (sqlite3_stmt)statement;
        for (var i = 0; i < values.Length; i++) _ = raw.sqlite3_bind_text(matching, i + 1, raw.sqlite3_value_text(values[i]));
        if (raw.sqlite3_step(matching) != raw.SQLITE_ROW) raw.sqlite3_result_error(context, raw.sqlite3_errmsg(plain));
        else if (raw.sqlite3_column_type(matching, 0) == raw.SQLITE_NULL) raw.sqlite3_result_null(context);
        else raw.sqlite3_result_int(context, raw.sqlite3_column_int(matching, 0));
        _ = raw.sqlite3_reset(matching);
    }
}
