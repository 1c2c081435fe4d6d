using System.Text.Json.Nodes;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Prompt;

/// <summary>The log of one prompt: opened when it is first needed, so that a prompt that needs none pays for none.</summary>
internal sealed class PromptLog(string path, CliContext context) : IContentStore, IAsyncDisposable
{
    private LogStore? store;
    private Task<LogStore>? opening;

    /// <summary>Whether the database is there.</summary>
    public bool Exists => File.Exists(path);

    /// <summary>Begins to open the database on another thread, while the prompt is put together.</summary>
    public void BeginOpen(CancellationToken cancellationToken) => opening ??= Task.Run(() => LogFile.OpenAsync(path, context, cancellationToken), cancellationToken);

    /// <summary>Opens the database, making or migrating it.</summary>
    /// <exception cref="LlmException">It cannot be used.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (store is not null) return;
        BeginOpen(cancellationToken);
        store = await opening!;
    }

    public async Task<Fragment?> FindFragmentAsync(string aliasOrHash, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        return (await store!.FindFragmentAsync(aliasOrHash, cancellationToken))?.ToFragment();
    }

    public async Task<JsonObject?> FindSchemaAsync(string id, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        return await store!.FindSchemaAsync(id, cancellationToken);
    }

    /// <summary>The conversation of that id, the newest one without an id; null if there is none to continue.</summary>
    /// <exception cref="LlmException">There is no conversation of that id.</exception>
    public async Task<LoggedConversation?> LoadConversationAsync(string? id, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        var wanted = string.IsNullOrEmpty(id) ? await store!.FindNewestConversationIdAsync(cancellationToken) : id;
        if (wanted is null) return null;
        return await store!.LoadConversationAsync(wanted, cancellationToken)
            ?? throw new LlmException($"No conversation found with id={wanted}");
    }

    /// <summary>The turn of that id, or the only one whose id begins so.</summary>
    /// <exception cref="LlmException">There is none, or there are several.</exception>
    public async Task<ResponseRecord> LoadTurnAsync(string id, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        return await store!.LoadTurnAsync(id, cancellationToken) ?? throw new LlmException($"No turn found with id={id}. 'llm logs -s' lists the newest.");
    }

    /// <summary>Logs the answer.</summary>
    /// <exception cref="LlmException">It was printed but could not be logged.</exception>
    public async Task SaveAsync(Response response, CancellationToken cancellationToken)
    {
        try
        {
            await store!.LogAsync(response, cancellationToken);
        }
        catch (LlmException ex)
        {
            throw new LlmException($"The answer above was not logged: {ex.Message}", ex);
        }
    }

    /// <summary>Logs that a chain paused, with the results of the calls that did not: whoever goes on runs the others.</summary>
    public Task SavePauseAsync(Conversation conversation) => store!.LogMessagesAsync(conversation, CancellationToken.None);

    /// <summary>Logs what came of an answer that was cut short, if anything did.</summary>
    /// <exception cref="LlmException">It could not be logged; the message tells both errors.</exception>
    public async Task SaveUnfinishedAsync(Response response, Exception error, bool wanted)
    {
        // The reader may have stopped before the model did.
        await response.DisposeAsync();
        if (!wanted || !response.IsComplete || response.Messages.Count == 0) return;
        try
        {
            await store!.LogAsync(response, CancellationToken.None);
        }
        catch (LlmException ex)
        {
            throw new LlmException($"{error.Message} What came before could not be logged: {ex.Message}", ex);
        }
    }

    /// <summary>The log's view of the answers, oldest first; where they are not logged, they pass through a database in memory.</summary>
    public async Task<IReadOnlyList<LoggedTurn>> ReadBackAsync(IReadOnlyList<Response> responses, bool isLogged, CancellationToken cancellationToken)
    {
        var query = new LogQuery { Ids = [.. responses.Select(response => response.Id)] };
        if (isLogged) return [.. (await store!.ListAsync(query, cancellationToken)).Reverse()];
        using var memory = await LogFile.OpenAsync(LogFile.InMemory, context, cancellationToken);
        await memory.LogAsync(responses, cancellationToken);
        return [.. (await memory.ListAsync(query, cancellationToken)).Reverse()];
    }

    public async ValueTask DisposeAsync()
    {
        // An opening that nobody waited for any more may still be under way; nothing touches the files after the command's end.
        if (store is null && opening is not null)
        {
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (opening.IsCompletedSuccessfully) store = await opening;
        }

        store?.Dispose();
    }
}
