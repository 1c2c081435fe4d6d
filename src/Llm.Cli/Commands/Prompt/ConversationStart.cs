using Llm.Commands;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Prompt;

/// <summary>What a prompt goes on from: a conversation of the log, one of its turns, or nothing.</summary>
internal sealed record ConversationStart(StoredConversation? Conversation, StoredTurn? Turn)
{
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
    /// <param name="asksAgain">Whether there is nothing new to say, so that a turn is asked again.</param>
    public Conversation Begin(Model model, bool asksAgain = false)
    {
        if (Conversation is not null) return Conversation.Continue(model);
        if (Turn is null) return model.StartConversation();
        return asksAgain ? Turn.Retry(model) : Turn.Fork(model);
    }
}
