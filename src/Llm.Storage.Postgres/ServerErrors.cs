using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Npgsql;

namespace Llm.Storage.Postgres;

/// <summary>Turns what the server or the connection reports into errors for the user.</summary>
/// <remarks>The messages name the server and the database, and never the password.</remarks>
internal static class ServerErrors
{
    /// <summary>Returns the error for the user; null for an exception that is passed on, such as a cancellation.</summary>
    public static LlmException? Describe(Exception exception, PostgresAddress address, PostgresEmbeddingStoreOptions options)
    {
        var server = $"the PostgreSQL server {address.Server}";
        var message = exception switch
        {
            PostgresException error => Describe(error, address, options),
            NpgsqlException { InnerException: AuthenticationException inner } =>
                $"The connection to {server} cannot be encrypted as required: {inner.Message} Check sslmode and sslrootcert.",
            NpgsqlException { InnerException: SocketException inner } => Unreachable(inner),
            SocketException error => Unreachable(error),
            TimeoutException or NpgsqlException { InnerException: TimeoutException } =>
                $"Waited too long for {server}. Nothing was changed. Try again, or check that the server is not overloaded.",
            NpgsqlException error when error.Message.StartsWith("No password", StringComparison.Ordinal) =>
                $"A password is needed for {server}. Set PGPASSWORD, or write it into ~/.pgpass.",
            NpgsqlException or IOException => $"The connection to {server} has failed: {exception.Message}",
            EncoderFallbackException => "An ID, a text or metadata is not valid Unicode, which PostgreSQL cannot store.",
            _ => null,
        };
        return message is null ? null : new LlmException(message, exception);

        string Unreachable(SocketException error) =>
            $"Cannot reach {server}: {error.Message}. Check the address, and that the server is running.";
    }

    private static string Describe(PostgresException error, PostgresAddress address, PostgresEmbeddingStoreOptions options) =>
        error.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword =>
                $"The PostgreSQL server {address.Server} refused the password. Set PGPASSWORD, or correct ~/.pgpass or the address.",
            PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"The PostgreSQL server {address.Server} refused the connection: {error.MessageText}. Check user, database and sslmode.",
            PostgresErrorCodes.InvalidCatalogName =>
                $"There is no such database on the PostgreSQL server: {address}. Create it with createdb, or correct the address.",
            PostgresErrorCodes.TooManyConnections =>
                $"The PostgreSQL server {address.Server} has no connection left: {error.MessageText}. Try again later.",
            PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
                $"The PostgreSQL server {address.Server} is starting or stopping: {error.MessageText}. Try again.",
            PostgresErrorCodes.InsufficientPrivilege =>
                $"The PostgreSQL server does not let this user do that in {address}: {error.MessageText}. Ask the owner of the database "
                + "for the right, or use another database.",
            PostgresErrorCodes.ReadOnlySqlTransaction => $"The PostgreSQL database {address} can only be read. Use the main server.",
            PostgresErrorCodes.LockNotAvailable =>
                $"Another program has locked the entries in {address} for more than {Seconds(options.LockTimeout)} seconds. Nothing was "
                + "changed. Try again.",
            PostgresErrorCodes.QueryCanceled =>
                $"The PostgreSQL server {address.Server} has stopped the operation: {error.MessageText}. Nothing was changed.",
            PostgresErrorCodes.DiskFull => $"The disk of the PostgreSQL server {address.Server} is full. Nothing was changed.",
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn =>
                $"The tables of the collections in {address} are not as they should be: {error.MessageText}. Use another database.",
            _ => $"The PostgreSQL server {address.Server} reports: {error.MessageText} ({error.SqlState}).",
        };

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
