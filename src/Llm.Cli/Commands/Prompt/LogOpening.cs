using System.Text.Json.Nodes;
using Llm.Cli.Output;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Prompt;

/// <summary>Opens the log of a prompt when it is first needed; a prompt that needs none pays for none.</summary>
/// <remarks>As stored fragments and schemas are found in it, it takes the log's place where they are looked up.</remarks>
internal sealed class LogOpening(string path, CliContext context) : IContentStore, IAsyncDisposable
{
    private Task<LogStore>? opening;

    /// <summary>Opens the database on another thread, making or migrating it; every call gives the same one.</summary>
    /// <exception cref="LlmException">It cannot be used.</exception>
    public Task<LogStore> OpenAsync(CancellationToken cancellationToken) =>
        opening ??= Task.Run(() => LogFile.OpenAsync(path, context, cancellationToken), cancellationToken);

    /// <summary>Begins to open the database if answers will need it, while the prompt is put together.</summary>
    public void Begin(bool isLogged, CancellationToken cancellationToken)
    {
        if (IsNeeded(isLogged)) _ = OpenAsync(cancellationToken);
    }

    /// <summary>The log for the answers; null if they are not logged. An unusable database is found here, before anything is paid for.</summary>
    /// <exception cref="LlmException">It cannot be used.</exception>
    public async Task<LogStore?> OpenForAnswersAsync(bool isLogged, CancellationToken cancellationToken)
    {
        if (!IsNeeded(isLogged)) return null;
        using var progress = ProgressLine.Start(context.Terminal, "opening the log");
        var log = await OpenAsync(cancellationToken);
        return isLogged ? log : null;
    }

    public async Task<Fragment?> FindFragmentAsync(string aliasOrHash, CancellationToken cancellationToken) =>
        await ((IContentStore)await OpenAsync(cancellationToken)).FindFragmentAsync(aliasOrHash, cancellationToken);

    public async Task<JsonObject?> FindSchemaAsync(string id, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken)).FindSchemaAsync(id, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (opening is null) return;
        // An opening that nobody waited for may still be under way; nothing touches the files after the command's end.
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully) (await opening).Dispose();
    }

    /// <summary>A first prompt makes the database even if it is not logged itself, so that listing the log works from then on.</summary>
    private bool IsNeeded(bool isLogged) => isLogged || opening is not null || !File.Exists(path);
}
