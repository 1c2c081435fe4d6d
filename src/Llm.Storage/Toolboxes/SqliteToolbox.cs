using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Storage.Sqlite;
using SQLitePCL;

namespace Llm.Storage.Toolboxes;

/// <summary>Lets a model read one SQLite database: its schema and the results of queries.</summary>
/// <remarks>
/// Statements cannot write, access another file or change a setting. The file is open only during a call. The toolbox is thread-safe, and
/// calls can run concurrently.
/// </remarks>
[Description("Reads one SQLite database and never changes it. "
    + "Everything in the database can be sent to the provider, and the content of a row can mislead the model.")]
public sealed class SqliteToolbox : Toolbox
{
    internal const int MaxRows = 1000;
    private const int MaxCharacters = 200_000;
    private const int MaxValueBytes = 100_000_000;
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    private readonly string path;

    /// <summary>Creates the toolbox for a database.</summary>
    /// <param name="path">The path of the database file.</param>
    /// <exception cref="LlmException">There is no such file, or it is not a database.</exception>
    public SqliteToolbox(string path)
    {
        if (!File.Exists(path)) throw new LlmException($"there is no file {path}");
        this.path = Path.GetFullPath(path);
        _ = Tables(CancellationToken.None);
    }

    /// <inheritdoc/>
    public override string Name => "Sqlite";

    /// <inheritdoc/>
    public override bool AllowsOverlap => true;

    /// <summary>Shows the statements that created the tables, views, indexes and triggers.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The statements, each ended by a semicolon.</returns>
    /// <exception cref="LlmException">The database cannot be read.</exception>
    public Task<string> SchemaAsync(CancellationToken cancellationToken = default) =>
        Task.Run(() => string.Join("\n", Tables(cancellationToken)), cancellationToken);

    /// <summary>
    /// Runs one SELECT statement of SQLite and returns its columns and rows as JSON: at most 1,000 rows and about 200,000 characters.
    /// </summary>
    /// <param name="sql">The statement.</param>
    /// <param name="cancellationToken">Cancels the query, even while it runs.</param>
    /// <returns><c>{"columns": […], "rows": [[…], …]}</c>; of binary values only the size is given.</returns>
    /// <exception cref="LlmException">SQLite rejects the statement, or the statement does not only read.</exception>
    public Task<JsonObject> QueryAsync(string sql, CancellationToken cancellationToken = default) =>
        Task.Run(() => Read(database => Query(database, sql), cancellationToken), cancellationToken);

    private List<string> Tables(CancellationToken cancellationToken) => Read(
        database => database.Texts("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").Select(sql => sql + ";").ToList(),
        cancellationToken);

    private T Read<T>(Func<Database, T> work, CancellationToken cancellationToken)
    {
        try
        {
            using var database = Database.Open(path, DatabaseMode.ReadOnly, BusyTimeout);
            database.Confine(MaxValueBytes, cancellationToken);
            return work(database);
        }
        catch (SqliteException ex)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ex.ResultCode switch
            {
                raw.SQLITE_AUTH => new LlmException("only statements that read this database are allowed", ex),
                raw.SQLITE_ERROR or raw.SQLITE_TOOBIG => new LlmException(ex.Detail, ex),
                _ => ex,
            };
        }
    }

    private static JsonObject Query(Database database, string sql)
    {
        using var statement = database.PrepareSingle(sql);
        var columns = Enumerable.Range(0, statement.ColumnCount).ToList();
        var rows = new JsonArray();
        var result = new JsonObject
        {
            ["columns"] = new JsonArray([.. columns.Select(column => JsonValue.Create(statement.Name(column)))]),
            ["rows"] = rows,
        };
        var characters = 0;
        while (statement.Step())
        {
            if (rows.Count == MaxRows || characters > MaxCharacters)
            {
                result["cut"] = string.Create(
                    CultureInfo.InvariantCulture, $"These are only the first {rows.Count} rows: narrow the query.");
                break;
            }

            var row = new JsonArray([.. columns.Select(column => Value(statement, column))]);
            characters += row.ToJsonString().Length;
            rows.Add((JsonNode)row);
        }

        return result;
    }

    private static JsonValue? Value(Statement row, int column) => row.Value(column) switch
    {
        null => null,
        long number => JsonValue.Create(number),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(number > 0 ? "Infinity" : "-Infinity"),
        byte[] bytes => JsonValue.Create(string.Create(CultureInfo.InvariantCulture, $"({bytes.Length} bytes)")),
        var text => JsonValue.Create(Limited((string)text)),
    };

    private static string Limited(string text) => text.Length <= MaxCharacters ? text : text[..MaxCharacters] + "…";
}
