namespace Llm;

/// <summary>A log of prompts and answers: the seam between the code that runs prompts and the database.</summary>
public interface IPromptLog : IContentStore
{
    /// <summary>The id of the newest conversation; null if there is none.</summary>
    Task<string?> FindNewestConversationIdAsync(CancellationToken cancellationToken);

    /// <summary>The conversation of this id with its history, or null.</summary>
    /// <exception cref="LlmException">A part of the history is missing.</exception>
    Task<LoggedConversation?> LoadConversationAsync(string id, CancellationToken cancellationToken);

    /// <summary>The turn with this id, or the only one whose id begins with it; null if there is none.</summary>
    /// <exception cref="LlmException">Several ids begin with it, or a part of the history is missing.</exception>
    Task<ResponseRecord?> LoadTurnAsync(string id, CancellationToken cancellationToken);

    /// <summary>Stores a response that has ended, whole or cut short, in place of an earlier one with its id.</summary>
    /// <exception cref="LlmException">It cannot be stored.</exception>
    Task LogAsync(Response response, CancellationToken cancellationToken);

    /// <summary>
    /// Stores what was said in a logged conversation after its last turn, such as the tool results that a paused chain had.
    /// </summary>
    /// <exception cref="LlmException">It cannot be stored.</exception>
    Task LogMessagesAsync(Conversation conversation, CancellationToken cancellationToken);
}
