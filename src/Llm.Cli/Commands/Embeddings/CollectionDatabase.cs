using Llm.Cli.Output;
using Llm.Cli.Twin;
using Llm.Storage.Embeddings;
using Llm.Storage.Postgres;

namespace Llm.Cli.Commands.Embeddings;

/// <summary>Opens databases of collections, with the settings of the host: files, and databases on PostgreSQL servers.</summary>
/// <remarks>The native compiler leaves the servers' part out, which <see cref="TwinRule"/> leaves to the twin.</remarks>
internal static class CollectionDatabase
{
    private enum Access
    {
        Read,
        Write,
        Create,
    }

    /// <summary>Whether a database is on a server.</summary>
    /// <param name="place">The path of a file, or an address.</param>
    public static bool IsOnServer(string place) => PostgresAddress.Matches(place);

    /// <summary>The name of the database for messages, without a password.</summary>
    public static string Describe(string place) =>
        RuntimeCode.IsSupported && IsOnServer(place) ? PostgresAddress.Parse(place).ToString() : place;

    /// <summary>Opens a database for reading and writing; a file, its directory and the tables are created if necessary.</summary>
    /// <exception cref="LlmException">The database cannot be used.</exception>
    public static Task<EmbeddingStore> OpenAsync(string place, CliContext context, CancellationToken cancellationToken) =>
        OpenAsync(place, Access.Create, context, cancellationToken)!;

    /// <summary>Opens an existing database; returns null if it does not exist or has no collections.</summary>
    /// <inheritdoc cref="OpenAsync(string, CliContext, CancellationToken)"/>
    public static Task<EmbeddingStore?> OpenExistingAsync(
        string place, CliContext context, CancellationToken cancellationToken, bool readOnly = true) =>
        OpenAsync(place, readOnly ? Access.Read : Access.Write, context, cancellationToken);

    /// <summary>Opens the database of a collection that exists.</summary>
    /// <exception cref="LlmException">There is no such collection, or the database cannot be used.</exception>
    public static async Task<(EmbeddingStore Store, CollectionInfo Collection)> OpenCollectionAsync(
        string place, string name, CliContext context, CancellationToken cancellationToken, bool readOnly = true)
    {
        var store = await OpenExistingAsync(place, context, cancellationToken, readOnly);
        if (store is not null)
        {
            if (await store.FindCollectionAsync(name, cancellationToken) is { } found) return (store, found);
            await store.DisposeAsync();
        }

        throw new LlmException("Collection does not exist");
    }

    private static async Task<EmbeddingStore?> OpenAsync(
        string place, Access access, CliContext context, CancellationToken cancellationToken)
    {
        if (RuntimeCode.IsSupported && IsOnServer(place))
        {
            var address = PostgresAddress.Parse(place);
            var settings = new PostgresEmbeddingStoreOptions { Clock = context.Host.Services.Clock };
            return access == Access.Create
                ? await PostgresEmbeddingStore.OpenAsync(address, settings, cancellationToken)
                : await PostgresEmbeddingStore.OpenExistingAsync(address, settings, cancellationToken);
        }

        if (IsOnServer(place))
            throw new LlmException("Collections on PostgreSQL need the .NET runtime. Install it, and start llm again.");
        var options = new EmbeddingStoreOptions
        {
            Clock = context.Host.Services.Clock,
            OnCallingThread = true,
            Alert = text => context.Terminal.WriteErrorLine(text, TextStyle.Note),
            Warn = context.Terminal.ErrorIsTerminal ? text => context.Terminal.WriteErrorLine(text, TextStyle.Dim) : null,
        };
        return access == Access.Create
            ? await SqliteEmbeddingStore.OpenAsync(place, options, cancellationToken)
            : await SqliteEmbeddingStore.OpenExistingAsync(place, options, access == Access.Read, cancellationToken);
    }
}
