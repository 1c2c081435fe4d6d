namespace Llm.Storage.Logs;

/// <content>Conversations.</content>
public sealed partial class LogStore
{
    /// <summary>The newest conversation, the one that <c>-c</c> continues; null if there is none.</summary>
    public Task<string?> FindNewestConversationIdAsync(CancellationToken cancellationToken = default) =>
        Read(() => new ConversationReader(database).NewestId(), cancellationToken);

    /// <summary>The conversation of the newest turn, the one that <c>logs -c</c> lists; null if nothing is logged.</summary>
    public Task<string?> FindConversationIdOfNewestTurnAsync(CancellationToken cancellationToken = default) =>
        Read(() => new ConversationReader(database).OfNewestTurn(), cancellationToken);

    /// <summary>Lists conversations of both generations, the one with the newest turn first.</summary>
    /// <param name="words">Words that all stand in the name, whatever their case; none for all.</param>
    /// <param name="limit">At most so many; null for all.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<IReadOnlyList<ConversationSummary>> ListConversationsAsync(
        IReadOnlyCollection<string> words, int? limit = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Read<IReadOnlyList<ConversationSummary>>(() => new ConversationReader(database).List(words, limit), cancellationToken);
    }

    /// <summary>Gives a conversation another name; false if there is none of this id.</summary>
    public Task<bool> RenameConversationAsync(string id, string name, CancellationToken cancellationToken = default) => Write(
        () =>
        {
            database.Execute("UPDATE threads SET name = ?2 WHERE id = ?1", id, name);
            var found = database.Changes > 0;
            database.Execute("UPDATE conversations SET name = ?2 WHERE id = ?1", id, name);
            return found || database.Changes > 0;
        },
        cancellationToken);

    /// <summary>The newest conversations whose ids begin with a text, newest first.</summary>
    /// <param name="prefix">How the ids begin; empty for all.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<IReadOnlyList<ConversationName>> FindConversationsAsync(
        string prefix, int count, CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<ConversationName>>(() => new ConversationReader(database).Find(prefix, count), cancellationToken);

    /// <summary>Stores what was said in a logged conversation after its last turn, such as the results of a chain that paused.</summary>
    /// <remarks>Loaded again, the conversation goes on from there.</remarks>
    /// <exception cref="LlmException">The database cannot be written.</exception>
    public Task LogMessagesAsync(Conversation conversation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        var chain = ChainWriter.Hash(conversation.Messages, null);
        return Write(
            () =>
            {
                new ChainWriter(database).Write(chain, []);
                var tip = chain.Count == 0 ? null : chain[^1].Hash;
                database.Execute("UPDATE threads SET tip_message_hash = ?2 WHERE id = ?1", conversation.Id, tip);
                return chain.Count;
            },
            cancellationToken);
    }

    /// <summary>Loads a conversation with its history; null if there is none of this id.</summary>
    /// <remarks>An attachment from before 0.32 whose file is gone is left out, and <see cref="LogStoreOptions.Tell"/> is told.</remarks>
    /// <exception cref="LlmException">A part of the history is missing.</exception>
    public Task<LoggedConversation?> LoadConversationAsync(string id, CancellationToken cancellationToken = default) =>
        Read(() => new ConversationReader(database, options.Tell).Load(id), cancellationToken);
}
