using System.Runtime.CompilerServices;

namespace Llm.Storage.Logs;

/// <content>Stores, loads, lists and deletes turns.</content>
public sealed partial class LogStore
{
    /// <summary>Stores a response that has ended, complete or cut short.</summary>
    /// <remarks>
    /// Everything is written in one transaction, and a response that was stored before is replaced. A response that was cut short before
    /// anything was received is not stored.
    /// </remarks>
    /// <exception cref="AnswerKeptException">
    /// The database cannot be written, and the response is kept in <see cref="LogStoreOptions.UnloggedFolder"/>.
    /// </exception>
    /// <exception cref="LlmException">The database cannot be written.</exception>
    public Task LogAsync(Response response, CancellationToken cancellationToken = default) => LogAsync([response], cancellationToken);

    /// <summary>Stores the responses of a chain, oldest first, in one transaction.</summary>
    /// <inheritdoc cref="LogAsync(Response, CancellationToken)"/>
    public Task LogAsync(IReadOnlyList<Response> responses, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(responses);
        return Run(
            () =>
            {
                // Hashing reads attachments but needs no lock, so it is done before the transaction, for which others wait.
                var turns = new List<TurnWriter.PreparedTurn>();
                foreach (var response in responses)
                {
                    if (response.Incomplete is null || response.Messages.Count > 0) turns.Add(TurnWriter.Prepare(response));
                }

                try
                {
                    ForeignSchema.Explain(Path, () => Write(turns));
                }
                catch (LlmException ex)
                {
                    throw KeepUnlogged(turns.Select(turn => turn.Response), ex);
                }

                return turns.Count;
            },
            cancellationToken);
    }

    /// <summary>Rebuilds a logged response; returns null if there is no response with this id.</summary>
    /// <param name="id">The response's id.</param>
    /// <param name="findModel">
    /// Finds the model that answered by its id, such as the <c>GetModel</c> method of a host. It must not wait for the store.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlmException">A part of the history is missing.</exception>
    public Task<Response?> GetResponseAsync(string id, Func<string, Model> findModel, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(findModel);
        var reading = options with { JsonReplacements = model => options.JsonReplacements(model) ?? findModel(model).JsonReplacements };
        return Read(
            () => new ResponseReader(database, reading).Read(id) is { } found
                ? found.WithModel(findModel(found.ModelId ?? ""))
                : null,
            cancellationToken);
    }

    /// <summary>Loads a logged turn, from which another conversation can be forked; returns null if there is none.</summary>
    /// <param name="id">The id of the turn, or a prefix that no other id has.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlmException">Several ids begin with <paramref name="id"/>, or a part of the history is missing.</exception>
    public Task<Response?> LoadTurnAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Read(() => new ResponseReader(database, options).Find(id), cancellationToken);
    }

    /// <summary>
    /// Deletes the turns that match, with the messages and attachments that nothing else refers to, in one transaction. Conversations that
    /// keep a turn then end with their last one. Deleted data is overwritten in the file.
    /// </summary>
    /// <param name="query">The turns to delete; limit and order are ignored.</param>
    /// <param name="dryRun">Whether to return only what would be deleted, without deleting it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlmException">The search text is not valid, or the database cannot be written.</exception>
    public Task<LogDeletion> DeleteAsync(LogQuery query, bool dryRun = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var eraser = new TurnEraser(database);
        return dryRun
            ? Run(() => database.DryRun(() => eraser.Erase(query)), cancellationToken)
            : Write(() => eraser.EraseSecurely(query), cancellationToken);
    }

    /// <summary>Lists logged turns: newest first, or best match first for a search, unless the query specifies another order.</summary>
    /// <exception cref="LlmException">The search text is not valid, or the database cannot be read.</exception>
    public Task<IReadOnlyList<LoggedTurn>> ListAsync(LogQuery query, CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<LoggedTurn>>(() => new LogReader(database, options.JsonReplacements).List(query), cancellationToken);

    /// <summary>
    /// Lists logged turns like <see cref="ListAsync"/> but loads them in batches of a few hundred, so that a large log needs little memory.
    /// </summary>
    /// <remarks>
    /// The turns are selected when the enumeration starts; a turn that is deleted before its batch is loaded is left out. No lock is held
    /// between two turns, and each enumeration queries the log again.
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

    private int Write(List<TurnWriter.PreparedTurn> turns)
    {
        return turns.Count == 0 ? 0 : Write(() =>
        {
            var writer = new TurnWriter(database, options.Clock, ids);
            foreach (var turn in turns) writer.Write(turn);
            return turns.Count;
        });
    }
}
