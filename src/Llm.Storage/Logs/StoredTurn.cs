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
    /// <param name="defaults">What every turn uses unless its own options say otherwise.</param>
    public Conversation Fork(Model model, PromptOptions? defaults = null) => StartAfter([.. Input, .. Output], model, defaults);

    /// <summary>A new conversation that stands before this turn's answer: a prompt without a text asks again.</summary>
    /// <inheritdoc cref="Fork" path="/param"/>
    public Conversation Retry(Model model, PromptOptions? defaults = null) => StartAfter(Input, model, defaults);

    private Conversation StartAfter(IReadOnlyList<Message> history, Model model, PromptOptions? defaults) =>
        new(model, history: history) { ForkedFrom = ConversationId, Defaults = defaults };
}
