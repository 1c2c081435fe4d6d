using System.Data.Common;
using Npgsql;

namespace Llm.Storage.Postgres;

/// <summary>A connection on which one operation of the store runs its statements.</summary>
/// <param name="connection">The connection.</param>
/// <param name="cancellationToken">Cancels the statement that runs, on the server too.</param>
internal sealed class Session(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    /// <summary>How long a statement may take, in seconds, 0 for any time; null for the usual limit.</summary>
    public int? Timeout { get; set; }

    /// <summary>Executes a statement whose parameters are <c>$1</c>, <c>$2</c> and so on; returns the number of rows it changed.</summary>
    public async Task<int> ExecuteAsync(string sql, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Returns the first value of the first row; the default if there is no row or the value is NULL.</summary>
    public async Task<T?> ValueAsync<T>(string sql, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteScalarAsync(cancellationToken) is T value ? value : default;
    }

    /// <summary>Reads all rows.</summary>
    public async Task<List<T>> RowsAsync<T>(Func<DbDataReader, T> read, string sql, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Runs work in a transaction, which is rolled back if the work fails.</summary>
    public async Task<T> TransactAsync<T>(Func<Task<T>> work)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work();
        // Once the server has been asked to commit, a cancellation would leave open whether it has.
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    /// <summary>Executes a statement that tidies up, whatever has happened before; a connection that is lost needs no tidying.</summary>
    public async Task TidyAsync(string sql, params object?[] parameters)
    {
        try
        {
            await new Session(connection, CancellationToken.None).ExecuteAsync(sql, parameters);
        }
        catch (Exception ex) when (ex is NpgsqlException or InvalidOperationException)
        {
            // The error that is on its way says more.
        }
    }

    private NpgsqlCommand Command(string sql, object?[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        if (Timeout is { } seconds) command.CommandTimeout = seconds;
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter ?? DBNull.Value });
        return command;
    }
}
