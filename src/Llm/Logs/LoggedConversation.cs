namespace Llm;

/// <summary>A logged conversation, which can be continued.</summary>
public sealed record LoggedConversation
{
    /// <summary>The id, which the log's thread has too.</summary>
    public required string Id { get; init; }

    /// <summary>The name that its first prompt or the user gave it.</summary>
    public required string? Name { get; init; }

    /// <summary>The model that the conversation continues with.</summary>
    public required string? ModelId { get; init; }

    /// <summary>Everything that was said, oldest first.</summary>
    public required IReadOnlyList<Message> Messages { get; init; }

    /// <summary>The tools of its first turn, as <see cref="ToolCatalog.SelectAsync"/> takes them. Functions given as text are not among them.</summary>
    public required IReadOnlyList<string> Tools { get; init; }

    /// <summary>Whether it was logged by versions before 0.32 and has not been continued since.</summary>
    public required bool IsLegacy { get; init; }

    /// <summary>Continues the conversation: prompts see what was said, and their turns are logged in the same thread.</summary>
    /// <param name="model">The model that answers, usually that of <see cref="ModelId"/>.</param>
    /// <param name="defaults">What every turn uses unless its own options say otherwise.</param>
    public Conversation Continue(Model model, PromptOptions? defaults = null) => new(model, Id, Messages) { Defaults = defaults };
}
