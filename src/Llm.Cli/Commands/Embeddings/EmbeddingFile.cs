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

    private static EmbeddingStoreOptions Options(CliContext context) => new()
    {
        Clock = context.Host.Services.Clock,
        OnCallingThread = true,
        Alert = text => context.Terminal.WriteErrorLine(text, TextStyle.Note),
        Warn = context.Terminal.ErrorIsTerminal ? text => context.Terminal.WriteErrorLine(text, TextStyle.Dim) : null,
    };
}
