namespace Llm.Storage.Logs;

/// <summary>A conversation that can be continued.</summary>
/// <param name="Id">The id of the thread or, before version 0.32, the conversation.</param>
/// <param name="Name">The name that its first prompt gave it.</param>
/// <param name="ModelId">The model that it goes on with.</param>
/// <param name="Messages">Everything that was said, oldest first.</param>
/// <param name="Tools">The tools that its first turn offered.</param>
/// <param name="LegacyPrompts">What the user asked in versions before 0.32, oldest first.</param>
public sealed record StoredConversation(
    string Id, string? Name, string? ModelId, IReadOnlyList<Message> Messages, IReadOnlyList<StoredTool> Tools, IReadOnlyList<string> LegacyPrompts)
{
    /// <summary>Whether it was logged by versions before 0.32 and not gone on with since.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>Goes on with the conversation: prompts see what was said, and their turns are logged in the same thread.</summary>
    /// <param name="model">The model that answers, usually that of <see cref="ModelId"/>.</param>
    /// <param name="defaults">What every turn uses unless its own options say otherwise.</param>
    public Conversation Continue(Model model, PromptOptions? defaults = null) =>
        new(model, Id, Messages, [.. LegacyPrompts.Select(prompt => Response.FromPrompt(prompt, model))]) { Defaults = defaults };
}
