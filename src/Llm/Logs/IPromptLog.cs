namespace Llm;

/// <summary>A log of prompts and answers; the seam between whoever runs prompts and the database that keeps them.</summary>
public interface IPromptLog : IContentStore
{
    /// <summary>The id of the newest conversation; null if there is none.</summary>
    Task<string?> FindNewestConversationIdAsync(CancellationToken cancellationToken);

    /// <summary>The conversation of this id with its history, or null.</summary>
    /// <exception cref="LlmException">A part of the history is missing.</exception>
    Task<LoggedConversation?> LoadConversationAsync(string id, CancellationToken cancellationToken);

    /// <summary>The turn whose id is this or, alone among all, begins like this; null if there is none.</summary>
    /// <exception cref="LlmException">Several ids begin like this, or a part of the history is missing.</exception>
    Task<ResponseRecord?> LoadTurnAsync(string id, CancellationToken cancellationToken);

    /// <summary>Stores a response that is over, whole or cut short; one that was stored before is replaced.</summary>
    /// <exception cref="LlmException">It cannot be stored.</exception>
    Task LogAsync(Response response, CancellationToken cancellationToken);

    /// <summary>Stores what was said in a logged conversation after its last turn, such as the tool results that a paused chain had.</summary>
    /// <exception cref="LlmException">It cannot be stored.</exception>
    Task LogMessagesAsync(Conversation conversation, CancellationToken cancellationToken);
}
