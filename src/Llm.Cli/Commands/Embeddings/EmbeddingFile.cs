using Llm.Cli.Output;
using Llm.Storage.Embeddings;

namespace Llm.Cli.Commands.Embeddings;

/// <summary>Opens databases of collections with the settings of the host.</summary>
internal static class EmbeddingFile
{
    /// <summary>Opens a database for reading and writing; it and its directory are created if necessary.</summary>
    /// <exception cref="LlmException">The database cannot be used.</exception>
    public static Task<SqliteEmbeddingStore> OpenAsync(string path, CliContext context, CancellationToken cancellationToken) =>
        SqliteEmbeddingStore.OpenAsync(path, Options(context), cancellationToken);

    /// <summary>Opens an existing database; returns null if it does not exist or has no collections.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    public static Task<SqliteEmbeddingStore?> OpenExistingAsync(
        string path, CliContext context, CancellationToken cancellationToken, bool readOnly = true) =>
        SqliteEmbeddingStore.OpenExistingAsync(path, Options(context), readOnly, cancellationToken);

    /// <summary>Opens the database of a collection that exists.</summary>
    /// <exception cref="LlmException">There is no such collection, or the database cannot be used.</exception>
    public static async Task<(SqliteEmbeddingStore File, CollectionInfo Collection)> OpenCollectionAsync(
        string path, string name, CliContext context, CancellationToken cancellationToken, bool readOnly = true)
    {
        var file = await OpenExistingAsync(path, context, cancellationToken, readOnly);
        if (file is not null)
        {
            if (await file.FindCollectionAsync(name, cancellationToken) is { } found) return (file, found);
            await file.DisposeAsync();
        }

        throw new LlmException("Collection does not exist");
    }

    private static EmbeddingStoreOptions Options(CliContext context) => new()
    {
        Clock = context.Host.Services.Clock,
        OnCallingThread = true,
        Alert = text => context.Terminal.WriteErrorLine(text, TextStyle.Note),
        Warn = context.Terminal.ErrorIsTerminal ? text => context.Terminal.WriteErrorLine(text, TextStyle.Dim) : null,
    };
}
