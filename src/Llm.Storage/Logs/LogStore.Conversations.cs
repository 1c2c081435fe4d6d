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

    /// <summary>The newest conversations whose ids begin with a text, newest first.</summary>
    /// <param name="prefix">How the ids begin; empty for all.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<IReadOnlyList<ConversationName>> ListConversationsAsync(
        string prefix, int count, CancellationToken cancellationToken = default) =>
        Read<IReadOnlyList<ConversationName>>(() => new ConversationReader(database).List(prefix, count), cancellationToken);

    /// <summary>Loads a conversation with its history; null if there is none of this id.</summary>
    /// <exception cref="LlmException">A part of the history is missing.</exception>
    public Task<StoredConversation?> LoadConversationAsync(string id, CancellationToken cancellationToken = default) =>
        Read(() => new ConversationReader(database).Load(id), cancellationToken);
}
