using Npgsql;

namespace Llm.Storage.Postgres;

/// <summary>The extension pgvector in a database.</summary>
internal static class PgVector
{
    /// <summary>Creates the extension in the database if it is not there yet.</summary>
    /// <exception cref="LlmException">The server does not have it, or the user must not create it.</exception>
    public static async Task RequireAsync(Session session, PostgresAddress address)
    {
        if (await session.ValueAsync<string>("SELECT extversion FROM pg_extension WHERE extname = 'vector'") is not null) return;
        if (await session.ValueAsync<string>("SELECT default_version FROM pg_available_extensions WHERE name = 'vector'") is null)
        {
            throw new LlmException(
                $"The PostgreSQL server {address.Server} does not have the extension pgvector. Install it on the server's machine, for "
                + "example the package postgresql-VERSION-pgvector or the image pgvector/pgvector, and try again; see "
                + "https://github.com/pgvector/pgvector.");
        }

        try
        {
            await session.ExecuteAsync("CREATE EXTENSION vector");
        }
        catch (PostgresException ex) when (ex.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new LlmException(
                $"The database {address} does not have the extension pgvector, and this user must not create it. Ask an administrator to "
                + "run in this database: CREATE EXTENSION vector;",
                ex);
        }
    }
}
