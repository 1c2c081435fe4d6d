using Llm.Prompting;
using Llm.Storage.Logs;
using Llm.Web.Answers;

namespace Llm.Web.Page;

/// <summary>What was said before a message of the page.</summary>
/// <param name="Messages">The messages, oldest first.</param>
/// <param name="Conversation">The id of their conversation; null if there is none.</param>
/// <param name="Continues">Whether the conversation is continued, rather than left for a new one.</param>
/// <param name="Model">The model of the last answer; null if it is not known.</param>
internal sealed record ChatHistory(IReadOnlyList<Message> Messages, string? Conversation, bool Continues, string? Model)
{
    /// <summary>Nothing.</summary>
    public static ChatHistory None { get; } = new([], null, false, null);

    /// <summary>Loads a conversation, or one up to a turn.</summary>
    /// <exception cref="ServedException">There is no such conversation or turn.</exception>
    public static async Task<ChatHistory> LoadAsync(
        LogStore log, UnloggedConversations unlogged, string? conversation, string? turn, CancellationToken cancellationToken)
    {
        if (turn is not null)
        {
            var found = await log.LoadTurnAsync(turn, cancellationToken) ?? throw NotFound("turn", turn);
            return new ChatHistory([.. found.Prompt.Messages, .. found.Messages], found.ConversationId, false, found.ModelId);
        }

        if (conversation is null) return None;
        var loaded = unlogged.Find(conversation) ?? await log.LoadConversationAsync(conversation, cancellationToken)
            ?? throw NotFound("conversation", conversation);
        return new ChatHistory(loaded.Messages, loaded.Id, true, loaded.ModelId);
    }

    /// <summary>The part before a message that is edited or answered again, which begins a branch.</summary>
    /// <param name="index">The index of the message.</param>
    /// <exception cref="ServedException">There is no such message.</exception>
    public ChatHistory Before(int index)
    {
        if (index < 0 || index >= Messages.Count) throw ServedException.BadRequest("The conversation has changed. Load the page again.");
        // Instructions alone are replaced by those of the page.
        var kept = Messages.Take(index).ToList();
        return this with { Messages = kept.TrueForAll(message => message.Role == Message.SystemRole) ? [] : kept, Continues = false };
    }

    /// <summary>The files of a message that is edited.</summary>
    public IEnumerable<Attachment> FilesOf(int index) =>
        Messages[index].Parts.OfType<AttachmentPart>().Select(part => part.Attachment).OfType<Attachment>();

    /// <summary>Begins the conversation that the next message belongs to.</summary>
    public Conversation Begin(Model model)
    {
        var history = Messages.Count == 0 ? null : Messages;
        var begun = Continues
            ? new Conversation(model, Conversation, history) { KeepsInstructions = true }
            : new Conversation(model, history: history) { KeepsInstructions = true, ForkedFrom = Conversation };
        begun.DeclineCalls(ConversationStart.ChainEnded);
        return begun;
    }

    private static ServedException NotFound(string kind, string id) => ServedException.NotFound($"There is no {kind} {id} in the log.");
}
