using System.Text.Json.Nodes;

namespace Llm;

/// <summary>A response that was made before, by this process or another: a turn of the log, or a dict form.</summary>
/// <remarks>
/// <see cref="Response.FromRecord"/> rebuilds it; <see cref="Fork"/> and <see cref="Retry"/> start another conversation from it.
/// </remarks>
public sealed record ResponseRecord
{
    /// <summary>The id, a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The conversation that it belongs to; null if that is not known.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The model that was asked; null if that is not known.</summary>
    public required string? ModelId { get; init; }

    /// <summary>Everything that was sent, oldest first.</summary>
    public IReadOnlyList<Message> Input { get; init; } = [];

    /// <summary>The messages that came back.</summary>
    public IReadOnlyList<Message> Output { get; init; } = [];

    /// <summary>The instructions; empty if there were none.</summary>
    public string System { get; init; } = "";

    /// <summary>The model options that were set.</summary>
    public JsonObject Options { get; init; } = [];

    /// <summary>The schema that the answer had to follow.</summary>
    public JsonObject? Schema { get; init; }

    /// <summary>The tools on offer.</summary>
    public IReadOnlyList<Tool> Tools { get; init; } = [];

    /// <summary>Why the model ended its answer; null if that is not known.</summary>
    public FinishReason? FinishReason { get; init; }

    /// <summary>Tokens used.</summary>
    public Usage? Usage { get; init; }

    /// <summary>When the request started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>From the start of the request to the end of the answer.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The provider's own id of the answer; null if that is not known.</summary>
    public string? ResponseId { get; init; }

    /// <summary>The model that the payload names; null if it names none.</summary>
    public string? ResponseModel { get; init; }

    /// <summary>The model that was chosen to answer, if it is another than the one asked.</summary>
    public string? ResolvedModel { get; init; }

    /// <summary>The provider's final payload.</summary>
    public JsonNode? RawJson { get; init; }

    /// <summary>Starts a new conversation that continues after this response.</summary>
    /// <param name="model">The model that answers, usually that of <see cref="ModelId"/>.</param>
    /// <param name="defaults">What every turn uses unless its own options say otherwise.</param>
    public Conversation Fork(Model model, PromptOptions? defaults = null) => StartAfter([.. Input, .. Output], model, defaults);

    /// <summary>Starts a new conversation that stands before this response: a prompt without a text asks again.</summary>
    /// <inheritdoc cref="Fork" path="/param"/>
    public Conversation Retry(Model model, PromptOptions? defaults = null) => StartAfter(Input, model, defaults);

    private Conversation StartAfter(IReadOnlyList<Message> history, Model model, PromptOptions? defaults) =>
        new(model, history: history) { ForkedFrom = ConversationId, Defaults = defaults };
}
