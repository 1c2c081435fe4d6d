namespace Llm.Storage.Logs;

/// <content>Finds, lists, loads and renames conversations.</content>
public sealed partial class LogStore
{
    /// <summary>Finds the id of the newest conversation, which <c>-c</c> continues; returns null if there is none.</summary>
    public Task<string?> FindNewestConversationIdAsync(CancellationToken cancellationToken = default) =>
        Read(() => new ConversationReader(database).NewestId(), cancellationToken);

    /// <summary>
    /// Finds the id of the conversation of the newest turn, which <c>logs -c</c> lists; returns null if nothing is logged.
    /// </summary>
    public Task<string?> FindConversationIdOfNewestTurnAsync(CancellationToken cancellationToken = default) =>
        Read(() => new ConversationReader(database).OfNewestTurn(), cancellationToken);

    /// <summary>Lists conversations, including those of versions before 0.32; the one with the newest turn comes first.</summary>
    /// <param name="words">Words that the name must all contain, ignoring case; empty to list all conversations.</param>
    /// <param name="limit">The maximum number of conversations; null for no limit.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task<IReadOnlyList<ConversationSummary>> ListConversationsAsync(
        IReadOnlyCollection<string> words, int? limit = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Read<IReadOnlyList<ConversationSummary>>(() => new ConversationReader(database).List(words, limit), cancellationToken);
    }

    /// <summary>Renames a conversation; returns false if there is no conversation with this id.</summary>
    public Task<bool> RenameConversationAsync(string id, string name, CancellationToken cancellationToken = default) => Write(
        () =>
        {
            database.Execute("UPDATE threads SET name = ?2 WHERE id = ?1", id, name);
            var found = database.Changes > 0;
            database.Execute("UPDATE conversations SET name = ?2 WHERE id = ?1", id, name);
            return found || database.Changes > 0;
        },
        cancellationToken);

    /// <summary>Finds the newest conversations whose ids begin with a prefix, newest first.</summary>
    /// <param name="prefix">The prefix; empty for all conversations.</param>
    /// <param name="count">The maximum number of conversations.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task<IReadOnlyList<ConversationName>> FindConversationsAsync(
        string prefix, int count, CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<ConversationName>>(() => new ConversationReader(database).Find(prefix, count), cancellationToken);

    /// <summary>
    /// Stores the messages that follow the last turn of a logged conversation, such as the tool results of a paused chain.
    /// </summary>
    /// <remarks>When the conversation is loaded again, it continues after these messages.</remarks>
    /// <exception cref="LlmException">The database cannot be written.</exception>
    public Task LogMessagesAsync(Conversation conversation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        var messages = conversation.Messages;
        return Run(
            () =>
            {
                var chain = ChainWriter.Hash(messages, null);
                database.Write(() =>
                {
                    new ChainWriter(database).Write(chain, []);
                    var tip = chain.Count == 0 ? null : chain[^1].Hash;
                    database.Execute("UPDATE threads SET tip_message_hash = ?2 WHERE id = ?1", conversation.Id, tip);
                });
                return chain.Count;
            },
            cancellationToken);
    }

    /// <summary>Loads a conversation with its history; returns null if there is no conversation with this id.</summary>
    /// <remarks>
    /// An attachment that a version before 0.32 logged is left out if its file is missing; <see cref="LogStoreOptions.Warn"/> reports it.
    /// </remarks>
    /// <exception cref="LlmException">A part of the history is missing.</exception>
    public Task<LoggedConversation?> LoadConversationAsync(string id, CancellationToken cancellationToken = default) =>
        Read(() => new ConversationReader(database, options.Warn).Load(id), cancellationToken);
}
