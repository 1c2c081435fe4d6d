using System.Text.Json.Nodes;
using Llm.Cli.Output;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Prompt;

/// <summary>The log of a prompt, which is opened when it is first needed.</summary>
/// <remarks>It is also where stored fragments and schemas are looked up, which opens the log.</remarks>
internal sealed class DeferredLog(string path, CliContext context) : IContentStore, IAsyncDisposable
{
    private Task<LogStore>? opening;

    /// <summary>Opens the database on another thread, and creates or migrates it; every call returns the same log.</summary>
    /// <exception cref="LlmException">It cannot be used.</exception>
    public Task<LogStore> OpenAsync(CancellationToken cancellationToken) =>
        opening ??= Task.Run(() => LogFile.OpenAsync(path, context, cancellationToken), cancellationToken);

    /// <summary>Starts opening the database if answers will need it, while the prompt is prepared.</summary>
    public void StartOpening(bool isLogged, CancellationToken cancellationToken)
    {
        if (IsNeeded(isLogged)) _ = OpenAsync(cancellationToken);
    }

    /// <summary>
    /// Returns the log for the answers; null if they are not logged. An unusable database is reported before a request is paid for.
    /// </summary>
    /// <exception cref="LlmException">It cannot be used.</exception>
    public async Task<LogStore?> OpenForAnswersAsync(bool isLogged, CancellationToken cancellationToken)
    {
        if (!IsNeeded(isLogged)) return null;
        using var progress = ProgressLine.Start(context.Terminal, "opening the log");
        try
        {
            var log = await OpenAsync(cancellationToken);
            return isLogged ? log : null;
        }
        catch (LlmException) when (!isLogged)
        {
            return null;
        }
        catch (LlmException ex)
        {
            throw new LlmException($"{ex.Message} To prompt without logging, use -n.", ex);
        }
    }

    public async Task<Fragment?> FindFragmentAsync(string aliasOrHash, CancellationToken cancellationToken) =>
        await ((IContentStore)await OpenAsync(cancellationToken)).FindFragmentAsync(aliasOrHash, cancellationToken);

    public async Task<JsonObject?> FindSchemaAsync(string id, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken)).FindSchemaAsync(id, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (opening is null) return;
        // The database may still be opening if nothing waited for it; no file may be touched after the command has ended.
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully) await (await opening).DisposeAsync();
    }

    /// <summary>The first prompt creates the database even if it is not logged, so that listing the log works afterwards.</summary>
    private bool IsNeeded(bool isLogged) => isLogged || opening is not null || !File.Exists(path);
}
