namespace Llm.Storage.Logs;

/// <summary>A logged turn from which another conversation can start.</summary>
/// <param name="Id">The turn's id.</param>
/// <param name="ConversationId">The conversation that it belongs to; null if it belongs to none.</param>
/// <param name="ModelId">The model that answered.</param>
/// <param name="Input">What was sent, everything that was said before included, oldest first.</param>
/// <param name="Output">What came back.</param>
public sealed record StoredTurn(string Id, string? ConversationId, string? ModelId, IReadOnlyList<Message> Input, IReadOnlyList<Message> Output)
{
    /// <summary>A new conversation that goes on after this turn.</summary>
    /// <param name="model">The model that answers, usually that of <see cref="ModelId"/>.</param>
    public Conversation Fork(Model model) => new(model, history: [.. Input, .. Output]) { ForkedFrom = ConversationId };

    /// <summary>A new conversation that stands before this turn's answer: a prompt without a text asks again.</summary>
    /// <inheritdoc cref="Fork" path="/param"/>
    public Conversation Retry(Model model) => new(model, history: Input) { ForkedFrom = ConversationId };
}
