using System.Diagnostics;
using SQLitePCL;

namespace Llm.Storage.Sqlite;

/// <summary>A connection to a SQLite file.</summary>
/// <remarks>
/// A connection is not thread-safe. It calls SQLite's C functions without ADO.NET, which would cost a quarter of the start-up time.
/// Waiting for locks is done here, because with the library's own waiting, connections that have waited long wait even longer.
/// </remarks>
internal sealed class Database : IDisposable
{
    /// <summary>The path of a database in memory.</summary>
    public const string InMemory = ":memory:";

    private const int InstructionsBetweenChecks = 10_000;

    private static readonly TimeSpan AlertAfter = TimeSpan.FromSeconds(2);

    // Full-text tables use some of them themselves.
    private static readonly string[] ReadingPragmas =
    [
        "table_info", "table_xinfo", "index_list", "index_info", "index_xinfo", "foreign_key_list", "data_version", "page_size",
        "page_count",
    ];

    private readonly sqlite3 handle;
    private readonly TimeSpan busyTimeout;
    private readonly Dictionary<string, Stack<Statement>> idle = [];
    private BinaryMatching? matching;

    // The Init method of the bundle does the same but loads another assembly.
    static Database() => raw.SetProvider(new SQLite3Provider_e_sqlite3());

    private Database(string path, sqlite3 handle, TimeSpan busyTimeout)
    {
        Path = path;
        this.handle = handle;
        this.busyTimeout = busyTimeout;
    }

    /// <summary>The path of the file, as it was given.</summary>
    public string Path { get; }

    /// <summary>Ends a call that waits for a lock with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>The newest migration that only a newer version of the tool has; null if there is none.</summary>
    public string? NewerMigration { get; set; }

    /// <summary>Receives a message for the user when a call has waited for a lock for two seconds; null ignores it.</summary>
    public Action<string>? Alert { get; set; }

    /// <summary>The row id of the last inserted row.</summary>
    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(handle);

    /// <summary>The number of rows that the last insert, update or delete changed.</summary>
    public int Changes => raw.sqlite3_changes(handle);

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(handle) == 0;

    /// <summary>The version of the SQLite library.</summary>
    public static string LibraryVersion => raw.sqlite3_libversion().utf8_to_string();

    /// <summary>Opens the file with SQLite configured as in the Python tool.</summary>
    /// <param name="path">The path of the file; <c>:memory:</c> for a database in memory.</param>
    /// <param name="mode">What the connection may do with the file.</param>
    /// <param name="busyTimeout">How long to wait for locks of other programs; 60 seconds by default.</param>
    public static Database Open(string path, DatabaseMode mode = DatabaseMode.Create, TimeSpan? busyTimeout = null)
    {
        var flags = mode switch
        {
            DatabaseMode.Create => raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE,
            DatabaseMode.ReadWrite => raw.SQLITE_OPEN_READWRITE,
            _ => raw.SQLITE_OPEN_READONLY,
        };
        if (mode == DatabaseMode.Create) CreatePrivate(path);
        var result = raw.sqlite3_open_v2(path, out var handle, flags, null);
        if (result != raw.SQLITE_OK)
        {
            var detail = handle is null || handle.IsInvalid ? "" : raw.sqlite3_errmsg(handle).utf8_to_string();
            handle?.Dispose();
            throw SqliteException.For(path, result, detail);
        }

        // The bundled library is built to enforce foreign keys, but databases with dangling rows exist. It is also built to reject
        // double-quoted strings, which users' queries, views, triggers and partial indexes may contain (VACUUM recompiles these).
        Set(raw.SQLITE_DBCONFIG_ENABLE_FKEY, 0);
        Set(raw.SQLITE_DBCONFIG_DQS_DML, 1);
        Set(raw.SQLITE_DBCONFIG_DQS_DDL, 1);
        return new Database(path, handle, busyTimeout ?? TimeSpan.FromSeconds(60));

        void Set(int setting, int value) => _ = raw.sqlite3_db_config(handle, setting, value, out _);
    }

    /// <summary>Creates an empty file for SQLite that only the owner may use, unless there is one.</summary>
    public static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows() || path == InMemory || File.Exists(path)) return;
        try
        {
            new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // Another program may have been faster; otherwise SQLite reports why there is no file.
        }
    }

    /// <summary>Prepares a statement or reuses one with the same text. Dispose it to make it available again.</summary>
    public Statement Prepare(string sql)
    {
        if (this.idle.TryGetValue(sql, out var stack) && stack.TryPop(out var idle)) return idle.Reuse();
        var result = raw.sqlite3_prepare_v2(handle, sql, out var prepared);
        // Preparing reads the schema, so the database may be locked.
        if (result != raw.SQLITE_OK) Retry(result, () => raw.sqlite3_prepare_v2(handle, sql, out prepared));
        return new Statement(this, sql, prepared);
    }

    /// <summary>Prepares SQL from an untrusted source, which must be exactly one statement.</summary>
    /// <exception cref="LlmException">There is no statement, or more than one.</exception>
    public Statement PrepareSingle(string sql)
    {
        string? rest = null;
        var result = raw.sqlite3_prepare_v2(handle, sql, out var prepared, out rest);
        if (result != raw.SQLITE_OK) Retry(result, () => raw.sqlite3_prepare_v2(handle, sql, out prepared, out rest));
        if (prepared.IsInvalid) throw new LlmException("there is no statement");
        // The rest may be a comment, which does not compile to a statement.
        if (string.IsNullOrEmpty(rest) || (raw.sqlite3_prepare_v2(handle, rest, out var next) == raw.SQLITE_OK && next.IsInvalid))
            return new Statement(this, sql, prepared);
        prepared.Dispose();
        throw new LlmException("only one statement at a time is allowed");
    }

    /// <summary>
    /// Restricts all further statements to reading this file: they cannot write, attach another file or change a setting.
    /// </summary>
    /// <remarks>It also makes LIKE and GLOB match binary values.</remarks>
    /// <param name="maxBytes">The maximum length of a text, binary value or row.</param>
    /// <param name="cancellationToken">Interrupts a running statement.</param>
    public void Confine(int maxBytes, CancellationToken cancellationToken)
    {
        _ = raw.sqlite3_limit(handle, raw.SQLITE_LIMIT_LENGTH, maxBytes);
        raw.sqlite3_progress_handler(handle, InstructionsBetweenChecks, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);
        strdelegate_authorizer authorizer = static (_, action, first, second, _, _) =>
            IsReading(action, first, second) ? raw.SQLITE_OK : raw.SQLITE_DENY;
        raw.sqlite3_set_authorizer(handle, authorizer, null);
        matching = new BinaryMatching(handle);
    }

    /// <summary>Executes one statement to completion.</summary>
    public void Execute(string sql, params object?[] values)
    {
        using var statement = Prepare(sql);
        statement.Bind(values);
        while (statement.Step())
        {
        }
    }

    /// <summary>Executes several statements, separated by semicolons; call it inside a transaction.</summary>
    public void ExecuteScript(string sql)
    {
        var result = raw.sqlite3_exec(handle, sql);
        if (result != raw.SQLITE_OK) throw Error(result);
    }

    /// <summary>Returns the rows of a query. Each is the statement itself and valid until the next row is read.</summary>
    public IEnumerable<Statement> Query(string sql, params object?[] values)
    {
        using var statement = Prepare(sql);
        statement.Bind(values);
        while (statement.Step()) yield return statement;
    }

    /// <summary>Returns the first column of every row as text, without NULL values.</summary>
    public IEnumerable<string> Texts(string sql, params object?[] values) => Query(sql, values).Select(row => row.Text(0)).OfType<string>();

    /// <summary>Returns the first column of the first row as text; null if there is no row.</summary>
    public string? QueryText(string sql, params object?[] values)
    {
        using var statement = Prepare(sql);
        statement.Bind(values);
        return statement.Step() ? statement.Text(0) : null;
    }

    /// <summary>Returns the first column of the first row as an integer; null if there is no row.</summary>
    public long? QueryInteger(string sql, params object?[] values)
    {
        using var statement = Prepare(sql);
        statement.Bind(values);
        return statement.Step() ? statement.Integer(0) : null;
    }

    /// <summary>Whether a table of this name exists.</summary>
    public bool HasTable(string name) =>
        QueryInteger("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1 COLLATE NOCASE", name) is not null;

    /// <summary>Runs the work in a transaction that holds the write lock from the start. An exception rolls it back.</summary>
    /// <remarks>A call inside a transaction joins that transaction.</remarks>
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
            // After some errors, such as a full disk, SQLite has already ended the transaction itself.
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

    /// <summary>Runs the work like <see cref="Write{T}(Func{T})"/> but rolls it back; returns the result that it would have had.</summary>
    public T DryRun<T>(Func<T> work)
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

    /// <summary>
    /// Runs the work on a consistent snapshot of the database. The work must not write, because a reader cannot wait for a writer.
    /// </summary>
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

    /// <summary>Copies the current state of the database, page by page, to an empty file.</summary>
    public void CopyTo(string path)
    {
        using var copy = Open(path, DatabaseMode.Create, busyTimeout);
        copy.Cancellation = Cancellation;
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

    /// <summary>
    /// Repeats a call that found the database locked, at short random intervals so that many waiters take turns: those that have waited
    /// long try more often. Throws on any other error.
    /// </summary>
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
            AlertOnce(Stopwatch.GetElapsedTime(started));
            Thread.Sleep(Random.Shared.Next(1, LongestPause(Stopwatch.GetElapsedTime(started))));
            Cancellation.ThrowIfCancellationRequested();
            result = call();
        }

        return result;
    }

    private void AlertOnce(TimeSpan waited)
    {
        if (Alert is not { } alert || waited < AlertAfter) return;
        Alert = null;
        alert($"Waiting for the database {Path}, which another program has locked ...");
    }

    /// <summary>
    /// The milliseconds that a pause is shorter than. A lock that many wait for goes to whoever asks next, so the oldest ask most often.
    /// A writer that waits for readers to leave holds up all others.
    /// </summary>
    private int LongestPause(TimeSpan waited) => InTransaction ? 3 : waited.TotalSeconds switch
    {
        < 0.1 => 12,
        < 0.6 => 30,
        < 1.2 => 15,
        < 2 => 6,
        _ => 3,
    };

    /// <summary>Creates the error of the last call from its result code.</summary>
    private SqliteException Error(int result)
    {
        var extended = raw.sqlite3_extended_errcode(handle);
        return SqliteException.For(Path, (extended & 0xff) == result ? extended : result, raw.sqlite3_errmsg(handle).utf8_to_string());
    }

    /// <summary>Whether an action of a statement, as sqlite3_set_authorizer reports it, only reads.</summary>
    private static bool IsReading(int action, string first, string second) => action switch
    {
        raw.SQLITE_SELECT or raw.SQLITE_READ or raw.SQLITE_RECURSIVE => true,
        // SQLite reports this when it opens a virtual table; statements cannot do it.
        raw.SQLITE_UPDATE => first is "sqlite_master",
        raw.SQLITE_FUNCTION => second is not "load_extension",
        raw.SQLITE_PRAGMA => ReadingPragmas.Contains(first, StringComparer.OrdinalIgnoreCase),
        _ => false,
    };
}
