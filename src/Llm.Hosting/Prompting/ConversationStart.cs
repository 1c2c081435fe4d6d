namespace Llm.Prompting;

/// <summary>Where a prompt continues: in a logged conversation, after one of its turns, or nowhere.</summary>
public sealed record ConversationStart
{
    /// <summary>The result that a model is given for a call that was under way, or not approved yet, when its chain ended.</summary>
    internal const string ChainEnded = "the chain ended before this call did; it may have run in part or not at all";

    private ConversationStart()
    {
    }

    /// <summary>A new conversation.</summary>
    public static ConversationStart New { get; } = new();

    /// <summary>The conversation that is continued; null if none is.</summary>
    public LoggedConversation? Conversation { get; private init; }

    /// <summary>The turn after which a new conversation starts; null if it starts with nothing.</summary>
    public ResponseRecord? Turn { get; private init; }

    /// <summary>The model that answered there; null for a new conversation.</summary>
    public string? ModelId => Conversation?.ModelId ?? Turn?.ModelId;

    /// <summary>Loads the conversation of an id, or the newest one if there is any.</summary>
    /// <exception cref="LlmException">There is no conversation of that id.</exception>
    public static async Task<ConversationStart> ContinueAsync(IPromptLog log, string? id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        var wanted = string.IsNullOrEmpty(id) ? await log.FindNewestConversationIdAsync(cancellationToken) : id;
        if (wanted is null) return New;
        var found = await log.LoadConversationAsync(wanted, cancellationToken);
        return new ConversationStart { Conversation = found ?? throw new LlmException($"No conversation found with id={wanted}") };
    }

    /// <summary>Loads the turn of an id, or the only one whose id begins like this.</summary>
    /// <exception cref="LlmException">There is none, or there are several.</exception>
    public static async Task<ConversationStart> AfterTurnAsync(IPromptLog log, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        var found = await log.LoadTurnAsync(id, cancellationToken);
        return new ConversationStart
        {
            Turn = found ?? throw new LlmException($"No turn found with id={id}. 'llm logs -s' lists the newest."),
        };
    }

    /// <summary>The conversation to prompt in.</summary>
    /// <param name="model">The model that answers.</param>
    /// <param name="hasTools">Whether there are tools, which continue the calls of a paused chain.</param>
    /// <param name="asksAgain">Whether there is nothing new to say, so that a turn is asked again.</param>
    /// <remarks>
    /// A paused chain left a message with the results that it had, if only an empty one. One that ended in another way (Ctrl-C, a question
    /// about a call that nobody answered, the limit) may not have been allowed to run its calls, so nothing runs them later.
    /// </remarks>
    public Conversation Begin(Model model, bool hasTools, bool asksAgain = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        var conversation = Conversation is not null ? Conversation.Continue(model)
            : Turn is null ? model.StartConversation()
            : asksAgain ? Turn.Retry(model)
            : Turn.Fork(model);
        var paused = conversation.Messages is [.., { Role: Message.ToolRole }];
        // Versions before 0.32 left calls without results behind that were answered all the same.
        if (Conversation is not { IsLegacy: true } && !(paused && hasTools)) conversation.DeclineCalls(ChainEnded);
        return conversation;
    }
}
