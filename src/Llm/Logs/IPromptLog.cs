namespace Llm;

/// <summary>A log of prompts and answers; it separates the code that runs prompts from the database.</summary>
public interface IPromptLog : IContentStore
{
    /// <summary>Finds the id of the newest conversation; returns null if there is none.</summary>
    Task<string?> FindNewestConversationIdAsync(CancellationToken cancellationToken);

    /// <summary>Loads the conversation with this id and its history; returns null if there is none.</summary>
    /// <exception cref="LlmException">A part of the history is missing.</exception>
    Task<LoggedConversation?> LoadConversationAsync(string id, CancellationToken cancellationToken);

    /// <summary>Loads the turn with this id, or the only turn whose id begins with it; returns null if there is none.</summary>
    /// <exception cref="LlmException">Several ids begin with <paramref name="id"/>, or a part of the history is missing.</exception>
    Task<Response?> LoadTurnAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps what is received of an answer, in case the program is killed or the answer cannot be logged, until the result is disposed.
    /// Dispose it after the answer has been logged. Null if this log keeps nothing.
    /// </summary>
    IDisposable? Keep(PendingResponse answer) => null;

    /// <summary>Stores a response that has ended, complete or not, and replaces an earlier one with the same id.</summary>
    /// <exception cref="AnswerKeptException">The log cannot be written, and the response is kept in a file.</exception>
    /// <exception cref="LlmException">The log cannot be written.</exception>
    Task LogAsync(Response response, CancellationToken cancellationToken);

    /// <summary>
    /// Stores the messages that follow the last turn of a logged conversation, such as the tool results of a paused chain.
    /// </summary>
    /// <exception cref="LlmException">The log cannot be written.</exception>
    Task LogMessagesAsync(Conversation conversation, CancellationToken cancellationToken);
}
