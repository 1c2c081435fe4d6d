namespace Llm;

/// <summary>A logged conversation, which can be continued.</summary>
public sealed record LoggedConversation
{
    /// <summary>The id, which is also the id of the thread in the log.</summary>
    public required string Id { get; init; }

    /// <summary>The name, taken from the first prompt or set by the user; null if there is none.</summary>
    public required string? Name { get; init; }

    /// <summary>The id of the model to continue with; null if none is stored.</summary>
    public required string? ModelId { get; init; }

    /// <summary>All messages, oldest first.</summary>
    public required IReadOnlyList<Message> Messages { get; init; }

    /// <summary>
    /// The tools of the first turn, as <see cref="ToolCatalog.SelectAsync"/> accepts them, without functions that were given as text.
    /// </summary>
    public required IReadOnlyList<string> Tools { get; init; }

    /// <summary>Whether the conversation was logged by a version before 0.32 and has not been continued since.</summary>
    public required bool IsLegacy { get; init; }

    /// <summary>Continues the conversation: prompts include all messages, and their turns are logged in the same conversation.</summary>
    /// <param name="model">The model that answers, usually that of <see cref="ModelId"/>.</param>
    /// <param name="defaults">The options of every turn, unless the turn sets its own.</param>
    public Conversation Continue(Model model, PromptOptions? defaults = null) => new(model, Id, Messages) { Defaults = defaults };
}
