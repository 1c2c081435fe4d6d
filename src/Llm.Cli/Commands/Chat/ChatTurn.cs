namespace Llm.Cli.Commands.Chat;

/// <summary>A message and the state of the chat before it, so that it can be sent again or removed.</summary>
/// <param name="Message">The message.</param>
/// <param name="MessagesBefore">The messages before it.</param>
/// <param name="HadStarted">Whether the message that opens the chat had been sent.</param>
internal sealed record ChatTurn(ChatMessage Message, IReadOnlyList<Message> MessagesBefore, bool HadStarted)
{
    /// <summary>Returns the conversation as it was before the message; the log's thread continues with the next message.</summary>
    public Conversation Restore(Conversation now) => new(now.Model, now.Id, MessagesBefore.Count > 0 ? MessagesBefore : null)
    {
        Defaults = now.Defaults,
        ChainOptions = now.ChainOptions,
        KeepsInstructions = now.KeepsInstructions,
        ForkedFrom = now.ForkedFrom,
    };
}
