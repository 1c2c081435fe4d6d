using Llm.Commands;

namespace Llm.Cli.Commands.Prompt;

/// <summary>What a prompt goes on from: a conversation of the log, one of its turns, or nothing.</summary>
internal sealed record ConversationStart(LoggedConversation? Conversation, ResponseRecord? Turn)
{
    /// <summary>What a model is told of a call that was under way, or not approved yet, when its chain ended.</summary>
    public const string CallIsGivenUp = "the chain ended before this call did; it may have run in part or not at all";

    /// <summary>The model that answered there.</summary>
    public string? ModelId => Conversation?.ModelId ?? Turn?.ModelId;

    /// <summary>Loads what the options name.</summary>
    /// <exception cref="LlmException">They contradict each other, or name what is not logged.</exception>
    public static async Task<ConversationStart> LoadAsync(
        Invocation invocation, PromptParameters parameters, PromptLog logs, CancellationToken cancellationToken)
    {
        var continues = parameters.Continues(invocation);
        if (invocation.Get(parameters.From) is not { } turn)
        {
            return new(continues ? await logs.LoadConversationAsync(invocation.Get(parameters.ConversationId), cancellationToken) : null, null);
        }

        if (continues) throw new LlmException("--from starts a conversation of its own: leave out -c and --cid");
        return new(null, await logs.LoadTurnAsync(turn, cancellationToken));
    }

    /// <summary>The conversation to prompt in.</summary>
    /// <param name="model">The model that answers.</param>
    /// <param name="hasTools">Whether there are tools, which go on with the calls of a chain that paused.</param>
    /// <param name="asksAgain">Whether there is nothing new to say, so that a turn is asked again.</param>
    /// <remarks>
    /// A chain that paused left a message with the results that it had, if only an empty one. One that ended in another way (Ctrl-C, a
    /// question about a call that nobody answered, the limit) may not have been allowed to run its calls, so nothing runs them later.
    /// </remarks>
    public Conversation Begin(Model model, bool hasTools, bool asksAgain = false)
    {
        var conversation = Conversation is not null ? Conversation.Continue(model)
            : Turn is null ? model.StartConversation()
            : asksAgain ? Turn.Retry(model)
            : Turn.Fork(model);
        var paused = conversation.Messages is [.., { Role: Message.ToolRole }];
        // Versions before 0.32 left calls without results behind that were answered all the same.
        if (Conversation is not { IsLegacy: true } && !(paused && hasTools)) conversation.DeclineCalls(CallIsGivenUp);
        return conversation;
    }
}
