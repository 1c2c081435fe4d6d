namespace Llm.Cli.Commands.Chat;

/// <summary>A message and the chat as it was before, so that it can be asked again or forgotten.</summary>
/// <param name="Message">The message.</param>
/// <param name="Said">What was said before.</param>
/// <param name="HadBegun">Whether the message that opens the chat was sent before.</param>
internal sealed record ChatTurn(ChatMessage Message, IReadOnlyList<Message> Said, bool HadBegun)
{
    /// <summary>The same conversation as it was before the message; the log's thread follows what is said next.</summary>
    public Conversation Restore(Conversation now) => new(now.Model, now.Id, Said.Count > 0 ? Said : null)
    {
        Defaults = now.Defaults,
        ForkedFrom = now.ForkedFrom,
    };
}
