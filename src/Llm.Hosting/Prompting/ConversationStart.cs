namespace Llm.Prompting;

/// <summary>The starting point of a prompt: a logged conversation, a logged turn or a new conversation.</summary>
public sealed record ConversationStart
{
    /// <summary>The result that a model receives for a call that was running, or not yet approved, when its chain ended.</summary>
    public const string ChainEnded = "the chain ended before this call did; it may have run in part or not at all";

    private ConversationStart()
    {
    }

    /// <summary>The start of a new conversation.</summary>
    public static ConversationStart New { get; } = new();

    /// <summary>The conversation to continue; null if there is none.</summary>
    public LoggedConversation? Conversation { get; private init; }

    /// <summary>The turn from which a new conversation forks; null if there is none.</summary>
    public Response? Turn { get; private init; }

    /// <summary>The id of the model to continue with; null for a new conversation.</summary>
    public string? ModelId => Conversation?.ModelId ?? Turn?.ModelId;

    /// <summary>Loads the conversation to continue; returns <see cref="New"/> if no id is given and nothing is logged.</summary>
    /// <param name="log">The log.</param>
    /// <param name="id">The id of the conversation; null or empty for the newest one.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlmException">There is no conversation with this id, or a part of its history is missing.</exception>
    public static async Task<ConversationStart> ContinueAsync(IPromptLog log, string? id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        var wanted = string.IsNullOrEmpty(id) ? await log.FindNewestConversationIdAsync(cancellationToken) : id;
        if (wanted is null) return New;
        var found = await log.LoadConversationAsync(wanted, cancellationToken);
        return new ConversationStart { Conversation = found ?? throw new LlmException($"No conversation found with id={wanted}") };
    }

    /// <summary>Loads the turn from which a new conversation forks.</summary>
    /// <param name="log">The log.</param>
    /// <param name="id">The id of the turn, or a prefix that no other id has.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlmException">
    /// No id or several ids begin with <paramref name="id"/>, or a part of the history is missing.
    /// </exception>
    public static async Task<ConversationStart> AfterTurnAsync(IPromptLog log, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        var found = await log.LoadTurnAsync(id, cancellationToken);
        return new ConversationStart
        {
            Turn = found ?? throw new LlmException($"No turn found with id={id}. 'llm logs -s' lists the newest."),
        };
    }

    /// <summary>
    /// Loads what follows a turn: its conversation if nobody has said anything after it, else a fork from the turn.
    /// </summary>
    /// <inheritdoc cref="AfterTurnAsync"/>
    public static async Task<ConversationStart> FollowAsync(IPromptLog log, string id, CancellationToken cancellationToken)
    {
        var start = await AfterTurnAsync(log, id, cancellationToken);
        var turn = start.Turn!;
        if (turn.ConversationId is not { } conversation) return start;
        var found = await log.LoadConversationAsync(conversation, cancellationToken);
        var later = found?.Messages.Skip(turn.Prompt.Messages.Count + turn.Messages.Count);
        // The rounds of a chain belong to one answer.
        return later?.All(message => message.Role != Message.UserRole) == true ? new ConversationStart { Conversation = found } : start;
    }

    /// <summary>Creates the conversation to prompt in.</summary>
    /// <param name="model">The model that answers.</param>
    /// <param name="hasTools">Whether the prompt has tools, which then run the pending calls of a paused chain.</param>
    /// <param name="asksAgain">Whether the prompt of a turn is repeated without new input.</param>
    /// <param name="answersCalls">Whether the prompt has the results of the last calls.</param>
    /// <remarks>
    /// A paused chain ends with a message that contains the results so far, which may be empty. A chain that ended in another way (Ctrl-C,
    /// an unanswered approval, the chain limit) may not have had permission to run its calls, so they are declined instead.
    /// </remarks>
    public Conversation Begin(Model model, bool hasTools, bool asksAgain = false, bool answersCalls = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        var conversation = Conversation is not null ? Conversation.Continue(model)
            : Turn is null ? model.StartConversation()
            : asksAgain ? Turn.Retry(model)
            : Turn.Fork(model);
        conversation.KeepsInstructions = true;
        var paused = conversation.Messages is [.., { Role: Message.ToolRole }];
        // Versions before 0.32 logged calls without results although they had been answered.
        if (Conversation is not { IsLegacy: true } && !(paused && hasTools) && !answersCalls)
            conversation.DeclineCalls(ChainEnded);
        return conversation;
    }
}
