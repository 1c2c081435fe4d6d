using System.Globalization;
using Llm.Json;
using Llm.Storage.Migrations;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Embeddings;

/// <summary>The rows of a query that a user wrote, as texts. They are copied first, so that reading them holds no lock.</summary>
/// <remarks>Not thread-safe. The copy is in a temporary file of SQLite, so the result may be larger than the memory.</remarks>
public sealed class SqlRows : IDisposable
{
    private readonly Database database;

    private SqlRows(Database database, long count)
    {
        this.database = database;
        Count = count;
    }

    /// <summary>The number of rows.</summary>
    public long Count { get; }

    /// <summary>Runs a query.</summary>
    /// <param name="path">The database; one that does not exist counts as empty.</param>
    /// <param name="attached">Further databases and, before each, the name by which the query refers to it.</param>
    /// <param name="sql">The query, a single SELECT.</param>
    /// <exception cref="LlmException">A database cannot be read, or the query is not valid.</exception>
    public static SqlRows Open(string path, IReadOnlyList<KeyValuePair<string, string>> attached, string sql)
    {
        ArgumentNullException.ThrowIfNull(attached);
        var isThere = File.Exists(path);
        var database = Database.Open(isThere ? path : Database.InMemory, isThere ? DatabaseMode.ReadOnly : DatabaseMode.Create);
        try
        {
            foreach (var (alias, other) in attached)
            {
                if (!File.Exists(other)) throw new LlmException($"The database {other} does not exist.");
                database.Execute($"ATTACH DATABASE ?1 AS {SqlText.Quote(alias)}", other);
            }

            database.Execute($"CREATE TEMP TABLE llm_rows AS {sql}");
            return new SqlRows(database, database.QueryInteger("SELECT count(*) FROM temp.llm_rows")!.Value);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Reads the rows in the order of the query; each list is new. NULL is the empty text.</summary>
    /// <exception cref="LlmException">A value is binary.</exception>
    public IEnumerable<IReadOnlyList<string>> Read()
    {
        foreach (var row in database.Query("SELECT * FROM temp.llm_rows ORDER BY rowid"))
        {
            var values = new string[row.ColumnCount];
            for (var i = 0; i < values.Length; i++) values[i] = Text(row, i);
            yield return values;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => database.Dispose();

    private static string Text(Statement row, int column) => row.Value(column) switch
    {
        null => "",
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => PythonNumber.Format(number),
        _ => throw new LlmException(
            $"The column {row.Name(column)} of the query has binary values. "
            + "Select texts, or embed binary files with --files and --binary."),
    };
}
