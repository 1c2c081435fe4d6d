using System.Text.Json.Nodes;

namespace Llm;

/// <summary>Everything that can go with the text of a prompt.</summary>
public sealed class PromptOptions
{
    /// <summary>Instructions; they count on the first turn of a conversation.</summary>
    public string? System { get; init; }

    /// <summary>Longer texts that go before the prompt.</summary>
    public IReadOnlyList<Fragment> Fragments { get; init; } = [];

    /// <summary>Longer texts that go before the instructions.</summary>
    public IReadOnlyList<Fragment> SystemFragments { get; init; } = [];

    /// <summary>Images, documents, sounds.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>An explicit history in place of the conversation's; this turn's input is added to it.</summary>
    public IReadOnlyList<Message>? Messages { get; init; }

    /// <summary>The JSON schema that the answer must follow.</summary>
    public JsonObject? Schema { get; init; }

    /// <summary>Tools that are offered to the model.</summary>
    public IReadOnlyList<Tool> Tools { get; init; } = [];

    /// <summary>Results of the tool calls of the turn before.</summary>
    public IReadOnlyList<ToolResult> ToolResults { get; init; } = [];

    /// <summary>Model options by name; values may be text, which is converted.</summary>
    public JsonObject Options { get; init; } = [];

    /// <summary>Asks the provider not to send its reasoning.</summary>
    public bool HideReasoning { get; init; }

    /// <summary>Whether the answer is wanted piece by piece, where the model can.</summary>
    public bool Stream { get; init; } = true;

    /// <summary>An API key, or the name of a stored one, in place of the model's own.</summary>
    public string? Key { get; init; }
}
