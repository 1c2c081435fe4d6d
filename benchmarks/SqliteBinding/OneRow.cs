using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Llm.Benchmarks;

/// <summary>Opens a database and writes one row in a transaction, by one binding or another.</summary>
internal static class OneRow
{
    private const string Create = "CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY, text TEXT)";
    private const string Text = "an answer";

    /// <summary>The bindings that can be measured.</summary>
    public static readonly string[] Bindings = ["SQLitePCLRaw", "SQLitePCLRaw with its bundle", "Microsoft.Data.Sqlite"];

    public static void Write(string binding, string file)
    {
        // One method each, so that a run loads only what its own binding needs.
        if (binding == Bindings[0]) WriteRaw(file);
        else if (binding == Bindings[1]) WriteByBundle(file);
        else if (binding == Bindings[2]) WriteByAdoNet(file);
    }

    private static void WriteByBundle(string file)
    {
        Batteries_V2.Init();
        Insert(file);
    }

    private static void WriteRaw(string file)
    {
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        Insert(file);
    }

    private static void Insert(string file)
    {
        Check(raw.sqlite3_open_v2(file, out var database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, null));
        Check(raw.sqlite3_exec(database, Create));
        Check(raw.sqlite3_exec(database, "BEGIN IMMEDIATE"));
        Check(raw.sqlite3_prepare_v2(database, "INSERT INTO log (text) VALUES (?1)", out var statement));
        Check(raw.sqlite3_bind_text(statement, 1, Text));
        Check(raw.sqlite3_step(statement));
        statement.Dispose();
        Check(raw.sqlite3_exec(database, "COMMIT"));
        database.Dispose();
    }

    private static void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE)) throw new InvalidOperationException($"SQLite gave {result}.");
    }

    private static void WriteByAdoNet(string file)
    {
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Create;
        command.ExecuteNonQuery();
        using var transaction = connection.BeginTransaction();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO log (text) VALUES ($text)";
        command.Parameters.AddWithValue("$text", Text);
        command.ExecuteNonQuery();
        transaction.Commit();
    }
}
