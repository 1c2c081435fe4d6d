namespace Llm.Testing;

/// <summary>Answers that no model gave, for tests of code that reads a conversation, such as how a model writes its request.</summary>
public static class FakeResponse
{
    /// <summary>Makes an answer to a prompt; nothing is sent.</summary>
    /// <param name="model">The model that seems to have answered.</param>
    /// <param name="prompt">What was asked; null for nothing.</param>
    /// <param name="system">The instructions; null for none, or for those that the conversation began with.</param>
    /// <param name="text">What was answered.</param>
    /// <param name="previous">The turn before this one; null for the first.</param>
    /// <returns>The answer; <see cref="Response.Reply"/> continues from it, so the prompt of a reply has all turns.</returns>
    /// <exception cref="LlmException">The model does not take the prompt.</exception>
    public static Response Create(Model model, string? prompt, string? system, string text, Response? previous = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var options = new PromptOptions { System = system };
        var asked = previous is null ? model.Ask(prompt, options) : previous.Reply(prompt, options);
        var response = new Response
        {
            Id = new UlidGenerator().Next(),
            ModelId = model.Id,
            Prompt = asked.Prompt,
            Messages = [Message.Assistant(text)],
        };
        return response.WithModel(model);
    }
}
