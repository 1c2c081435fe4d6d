using System.Diagnostics;
using SQLitePCL;

namespace Llm.Storage.Sqlite;

/// <summary>One connection to one SQLite file.</summary>
/// <remarks>
/// Not thread-safe: one thread at a time. It speaks to SQLite's C functions without ADO.NET, which costs a quarter of the start-up time.
/// Waiting for a lock is done here because the library's own waiting lets those who have waited long wait longer.
/// </remarks>
internal sealed class Database : IDisposable
{
    private const int InstructionsBetweenChecks = 10_000;

    // Some are asked by full-text tables themselves.
    private static readonly string[] ReadingPragmas =
    [
        "table_info", "table_xinfo", "index_list", "index_info", "index_xinfo", "foreign_key_list", "data_version", "page_size",
        "page_count",
    ];

    private readonly sqlite3 handle;
    private readonly TimeSpan busyTimeout;
    private readonly Dictionary<string, Stack<Statement>> idle = [];
    private BinaryMatching? matching;

    // The bundle's own Init would load one assembly more to do the same.
    static Database() => raw.SetProvider(new SQLite3Provider_e_sqlite3());

    private Database(string path, sqlite3 handle, TimeSpan busyTimeout)
    {
        Path = path;
        this.handle = handle;
        this.busyTimeout = busyTimeout;
    }

    /// <summary>The file, as it was given.</summary>
    public string Path { get; }

    /// <summary>The row id of the last inserted row.</summary>
    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(handle);

    /// <summary>How many rows the last insert, update or delete changed.</summary>
    public int Changes => raw.sqlite3_changes(handle);

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(handle) == 0;

    /// <summary>The version of the SQLite library.</summary>
    public static string LibraryVersion => raw.sqlite3_libversion().utf8_to_string();

    /// <summary>Opens the file, with SQLite set as the Python tool has it.</summary>
    /// <param name="path">The file; <c>:memory:</c> is a database in memory.</param>
    /// <param name="mode">What may be done with it.</param>
    /// <param name="busyTimeout">How long to wait for other programs' locks; 60 seconds unless told.</param>
    public static Database Open(string path, DatabaseMode mode = DatabaseMode.Create, TimeSpan? busyTimeout = null)
    {
        var flags = mode switch
        {
            DatabaseMode.Create => raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE,
            DatabaseMode.ReadWrite => raw.SQLITE_OPEN_READWRITE,
            _ => raw.SQLITE_OPEN_READONLY,
        };
        var result = raw.sqlite3_open_v2(path, out var handle, flags, null);
        if (result != raw.SQLITE_OK)
        {
            var detail = handle is null || handle.IsInvalid ? "" : raw.sqlite3_errmsg(handle).utf8_to_string();
            handle?.Dispose();
            throw SqliteException.For(path, result, detail);
        }

        // The bundled library is built to enforce foreign keys, but databases with dangling rows exist; and to refuse texts in double
        // quotes, which queries, views, triggers and partial indexes of users hold (VACUUM compiles these anew).
        Set(raw.SQLITE_DBCONFIG_ENABLE_FKEY, 0);
        Set(raw.SQLITE_DBCONFIG_DQS_DML, 1);
        Set(raw.SQLITE_DBCONFIG_DQS_DDL, 1);
        return new Database(path, handle, busyTimeout ?? TimeSpan.FromSeconds(60));

        void Set(int setting, int value) => _ = raw.sqlite3_db_config(handle, setting, value, out _);
    }

    /// <summary>A prepared statement, new or used before; dispose it to hand it back.</summary>
    public Statement Prepare(string sql)
    {
        if (this.idle.TryGetValue(sql, out var stack) && stack.TryPop(out var idle)) return idle.Reuse();
        var result = raw.sqlite3_prepare_v2(handle, sql, out var prepared);
        // Preparing reads the schema, so it can meet a lock.
        if (result != raw.SQLITE_OK) Retry(result, () => raw.sqlite3_prepare_v2(handle, sql, out prepared));
        return new Statement(this, sql, prepared);
    }

    /// <summary>A prepared statement of somebody else's text, which must be one statement and no more.</summary>
    /// <exception cref="LlmException">There is none, or more than one.</exception>
    public Statement PrepareSingle(string sql)
    {
        string? rest = null;
        var result = raw.sqlite3_prepare_v2(handle, sql, out var prepared, out rest);
        if (result != raw.SQLITE_OK) Retry(result, () => raw.sqlite3_prepare_v2(handle, sql, out prepared, out rest));
        if (prepared.IsInvalid) throw new LlmException("there is no statement");
        // What follows may be a comment, which prepares to nothing.
        if (string.IsNullOrEmpty(rest) || (raw.sqlite3_prepare_v2(handle, rest, out var next) == raw.SQLITE_OK && next.IsInvalid))
            return new Statement(this, sql, prepared);
        prepared.Dispose();
        throw new LlmException("only one statement at a time is allowed");
    }

    /// <summary>From now on statements may only read this file: they cannot write, attach another file or change a setting.</summary>
    /// <remarks>LIKE and GLOB look into binary values then.</remarks>
    /// <param name="maxBytes">The longest text, binary value or row.</param>
    /// <param name="cancellationToken">Ends a statement in its middle.</param>
    public void Confine(int maxBytes, CancellationToken cancellationToken)
    {
        _ = raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_LENGTH, maxBytes);
        raw.sqlite3_progress_handler(handle, InstructionsBetweenChecks, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);
        strdelegate_authorizer authorizer = static (_, action, first, second, _, _) =>
            IsReading(action, first, second) ? raw.SQLITE_OK : raw.SQLITE_DENY;
        raw.sqlite3_set_authorizer(handle, authorizer, null);
        matching = new BinaryMatching(handle);
    }

    /// <summary>Runs one statement to its end.</summary>
    public void Execute(string sql, params object?[] values)
    {
        using var statement = Prepare(sql);
        statement.Bind(values);
        while (statement.Step())
        {
        }
    }

    /// <summary>Runs several statements, separated by semicolons, inside a transaction.</summary>
    public void ExecuteScript(string sql)
    {
        var result = raw.sqlite3_exec(handle, sql);
        if (result != raw.SQLITE_OK) throw Error(result);
    }

    /// <summary>The rows of a query; each is the statement itself, valid until the next.</summary>
    public IEnumerable<Statement> Query(string sql, params object?[] values)
    {
        using var statement = Prepare(sql);
        statement.Bind(values);
        while (statement.Step()) yield return statement;
    }

    /// <summary>The first column of every row as text, without those that are NULL.</summary>
    public IEnumerable<string> Texts(string sql, params object?[] values) => Query(sql, values).Select(row => row.Text(0)).OfType<string>();

    /// <summary>The first column of the first row as text; null when there is no row.</summary>
    public string? QueryText(string sql, params object?[] values)
    {
        using var statement = Prepare(sql);
        statement.Bind(values);
        return statement.Step() ? statement.Text(0) : null;
    }

    /// <summary>The first column of the first row as an integer; null when there is no row.</summary>
    public long? QueryInteger(string sql, params object?[] values)
    {
        using var statement = Prepare(sql);
        statement.Bind(values);
        return statement.Step() ? statement.Integer(0) : null;
    }

    /// <summary>Whether a table of this name exists.</summary>
    public bool HasTable(string name) =>
        QueryInteger("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1 COLLATE NOCASE", name) is not null;

    /// <summary>Runs the work in one transaction that holds the write lock from the start; any exception undoes all of it.</summary>
    /// <remarks>A call inside a transaction joins it.</remarks>
    public T Write<T>(Func<T> work)
    {
        if (InTransaction) return work();
        Execute("BEGIN IMMEDIATE");
        try
        {
            var result = work();
            Execute("COMMIT");
            return result;
        }
        catch
        {
            // SQLite has ended the transaction itself after some errors, such as a full disk.
            if (InTransaction) raw.sqlite3_exec(handle, "ROLLBACK");
            throw;
        }
    }

    /// <inheritdoc cref="Write{T}(Func{T})"/>
    public void Write(Action work) => Write(() =>
    {
        work();
        return 0;
    });

    /// <summary>Runs the work as <see cref="Write{T}(Func{T})"/> does and undoes it; what came of it is told.</summary>
    public T Try<T>(Func<T> work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            return work();
        }
        finally
        {
            if (InTransaction) raw.sqlite3_exec(handle, "ROLLBACK");
        }
    }

    /// <summary>Runs the work on one unchanging view of the database.</summary>
    /// <remarks>It must write nothing, because a reader cannot wait for a writer.</remarks>
    public T Read<T>(Func<T> work)
    {
        if (InTransaction) return work();
        Execute("BEGIN");
        try
        {
            return work();
        }
        finally
        {
            if (InTransaction) raw.sqlite3_exec(handle, "ROLLBACK");
        }
    }

    /// <summary>Copies the database as it is now, page by page, into an empty file.</summary>
    public void CopyTo(string path)
    {
        using var copy = Open(path, DatabaseMode.Create, busyTimeout);
        using var backup = raw.sqlite3_backup_init(copy.handle, "main", handle, "main");
        if (backup.IsInvalid) throw copy.Error(raw.sqlite3_errcode(copy.handle));
        copy.Retry(raw.sqlite3_backup_step(backup, -1), () => raw.sqlite3_backup_step(backup, -1));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in idle.Values.SelectMany(stack => stack)) statement.Close();
        idle.Clear();
        handle.Dispose();
        matching?.Dispose();
    }

    internal void Return(Statement statement)
    {
        if (!idle.TryGetValue(statement.Sql, out var stack)) idle[statement.Sql] = stack = new Stack<Statement>();
        stack.Push(statement);
    }

    /// <summary>Repeats a call that met a lock, in small random steps so that many waiters take turns; throws on any other error.</summary>
    internal int Retry(int result, Func<int> call, Action? reset = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            if (result != raw.SQLITE_BUSY || Stopwatch.GetElapsedTime(started) >= busyTimeout)
            {
                var error = Error(result);
                reset?.Invoke();
                throw error;
            }

            reset?.Invoke();
            Thread.Sleep(Random.Shared.Next(1, 12));
            result = call();
        }

        return result;
    }

    /// <summary>The error of the last call, which gave this result.</summary>
    private SqliteException Error(int result)
    {
        var extended = raw.sqlite3_extended_errcode(handle);
        return SqliteException.For(Path, (extended & 0xff) == result ? extended : result, raw.sqlite3_errmsg(handle).utf8_to_string());
    }

    /// <summary>Whether what a statement is about to do, in the words of sqlite3_set_authorizer, only reads.</summary>
    private static bool IsReading(int action, string first, string second) => action switch
    {
        raw.SQLITE_SELECT or raw.SQLITE_READ or raw.SQLITE_RECURSIVE => true,
        // Asked for when a virtual table is opened; statements cannot do it.
        raw.SQLITE_UPDATE => first is "sqlite_master",
        raw.SQLITE_FUNCTION => second is not "load_extension",
        raw.SQLITE_PRAGMA => ReadingPragmas.Contains(first, StringComparer.OrdinalIgnoreCase),
        _ => false,
    };
}
