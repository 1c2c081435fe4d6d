using System.Runtime.CompilerServices;

namespace Llm.Storage.Logs;

/// <content>Writing and listing turns.</content>
public sealed partial class LogStore
{
    /// <summary>Stores a response that is over, be it whole or cut short.</summary>
    /// <remarks>
    /// Everything goes in one transaction, and a response that was stored before is replaced. Nothing is stored of one that was cut short
    /// before anything came.
    /// </remarks>
    /// <exception cref="LlmException">The database cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The response is not complete.</exception>
    public Task LogAsync(Response response, CancellationToken cancellationToken = default) => LogAsync([response], cancellationToken);

    /// <summary>Stores the responses of a chain, oldest first, in one transaction.</summary>
    /// <inheritdoc cref="LogAsync(Response, CancellationToken)"/>
    public Task LogAsync(IReadOnlyList<Response> responses, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(responses);
        return Complete(
            () =>
            {
                // Hashing needs no lock, and others wait for the transaction.
                var turns = responses.Where(response => response.Incomplete is null || response.Messages.Count > 0)
                    .Select(TurnWriter.Prepare).ToList();
                lock (gate) Write(turns);
                return turns.Count;
            },
            cancellationToken);
    }

    /// <summary>Rebuilds a logged response; null if none of that id is logged.</summary>
    /// <param name="id">The response's id.</param>
    /// <param name="findModel">Finds the model that answered by its id, such as the method <c>GetModel</c> of a host.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="LlmException">A part of the history is missing.</exception>
    public Task<Response?> GetResponseAsync(string id, Func<string, Model> findModel, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(findModel);
        var reading = options with { JsonReplacements = model => options.JsonReplacements(model) ?? findModel(model).JsonReplacements };
        return Read(
            () => new ResponseReader(database, reading).Read(id) is { } found
                ? Response.FromRecord(found, findModel(found.ModelId ?? ""))
                : null,
            cancellationToken);
    }

    /// <summary>Loads a logged turn, from which another conversation can start; null if there is none.</summary>
    /// <param name="id">The turn's id, or so much of its beginning that no other id begins so.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="LlmException">Several ids begin so, or a part of the history is missing.</exception>
    public Task<ResponseRecord?> LoadTurnAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Read(() => new ResponseReader(database, options).Find(id), cancellationToken);
    }

    /// <summary>
    /// Deletes the turns that match, with the messages and attachments that nothing else needs, in one transaction. Conversations that
    /// keep a turn go on from their last one. What is deleted is overwritten in the file.
    /// </summary>
    /// <param name="query">Which turns; its limit and order do not count.</param>
    /// <param name="dryRun">Whether to tell only what would go.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="LlmException">The search text is not valid, or the database cannot be written.</exception>
    public Task<LogDeletion> DeleteAsync(LogQuery query, bool dryRun = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var eraser = new TurnEraser(database);
        return dryRun ? Run(
            () => database.Try(() => eraser.Erase(query)), cancellationToken) : Write(() => eraser.EraseForGood(query), cancellationToken);
    }

    /// <summary>Lists logged turns: newest first unless the query says otherwise, or best match first for a search.</summary>
    /// <exception cref="LlmException">The search text is not valid, or the database cannot be read.</exception>
    public Task<IReadOnlyList<LoggedTurn>> ListAsync(LogQuery query, CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<LoggedTurn>>(() => new LogReader(database, options.JsonReplacements).List(query), cancellationToken);

    /// <summary>
    /// Lists logged turns as <see cref="ListAsync"/> does, a few hundred at a time, so that the whole of a large log needs little memory.
    /// </summary>
    /// <remarks>
    /// Which turns they are is decided at the first; one that is deleted before its portion is read is left out. No lock is held between
    /// two turns, and each enumeration asks anew.
    /// </remarks>
    /// <exception cref="LlmException">The search text is not valid, or the database cannot be read.</exception>
    public async IAsyncEnumerable<LoggedTurn> StreamAsync(
        LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var reader = new LogReader(database, options.JsonReplacements);
        foreach (var batch in await Read(() => reader.Batches(query), cancellationToken))
        {
            foreach (var turn in await Read(() => reader.Load(batch).ToList(), cancellationToken)) yield return turn;
        }
    }

    private void Write(List<TurnWriter.PreparedTurn> turns)
    {
        if (turns.Count == 0) return;
        database.Write(() =>
        {
            var writer = new TurnWriter(database, options.Clock, ids);
            foreach (var turn in turns) writer.Write(turn);
        });
    }
}
