using System.Text.Json.Nodes;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands;

/// <summary>Stored fragments and schemas for a command that logs nothing, so that it never creates the database.</summary>
internal sealed class ExistingLog(CliContext context) : IContentStore, IDisposable
{
    private LogStore? opened;

    /// <summary>The log; null if there is none.</summary>
    private LogStore? Log => opened ??= File.Exists(context.Host.Directory.LogsDatabase)
        ? LogFile.OpenExisting(context.Host.Directory.LogsDatabase, context)
        : null;

    public Task<Fragment?> FindFragmentAsync(string aliasOrHash, CancellationToken cancellationToken) =>
        ((IContentStore?)Log)?.FindFragmentAsync(aliasOrHash, cancellationToken) ?? Task.FromResult<Fragment?>(null);

    public Task<JsonObject?> FindSchemaAsync(string id, CancellationToken cancellationToken) =>
        Log?.FindSchemaAsync(id, cancellationToken) ?? Task.FromResult<JsonObject?>(null);

    public void Dispose() => opened?.Dispose();
}
