using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>The answer to one prompt, together with the prompt.</summary>
/// <remarks>
/// The same whether a <see cref="PendingResponse"/> completed, or it was read from the log or from its dict form. Immutable and
/// thread-safe; do not change JSON values that it holds.
/// </remarks>
public sealed partial class Response
{
    /// <summary>The id, a ULID; the log's turn has the same.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the model that was asked; null if that is not known.</summary>
    public required string? ModelId { get; init; }

    /// <summary>The model that was asked; null for a response that was read, until <see cref="WithModel"/> names one.</summary>
    public Model? Model { get; private set; }

    /// <summary>What was asked.</summary>
    public required Prompt Prompt { get; init; }

    /// <summary>The conversation that it belongs to; null if that is not known.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The id of the conversation that its own was forked from; null if it is not a fork or if that is not known.</summary>
    public string? ForkedFrom { get; init; }

    /// <summary>The messages that the model sent; the part that was received if the answer was cut short.</summary>
    public IReadOnlyList<Message> Messages { get; init; } = [];

    /// <summary>Why the model ended its answer; null if the provider did not say, or if the answer was cut short before.</summary>
    public FinishReason? FinishReason { get; init; }

    /// <summary>Tokens used; null if the provider did not report them.</summary>
    public Usage? Usage { get; init; }

    /// <summary>When the request started; null if that is not known.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>From the start of the request to the end of the answer.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The provider's own id of the answer; null if that is not known.</summary>
    public string? ResponseId { get; init; }

    /// <summary>The model that answered, as the provider names it; null if that is not known.</summary>
    public string? ResponseModel
    {
        get => field ?? ResolvedModel;
        init;
    }

    /// <summary>The model that was chosen to answer, if it is another than the one asked, as the log stores it.</summary>
    public string? ResolvedModel { get; init; }

    /// <summary>The provider's final payload; null if there was none.</summary>
    public JsonNode? RawJson
    {
        get => Payload?.Whole;
        init => Payload = value is null ? null : new Payload(value);
    }

    /// <summary>The payload as it is kept.</summary>
    internal Payload? Payload { get; init; }

    /// <summary>Why the answer was cut short: <c>cancelled</c> or <c>error: …</c>; null if it is whole.</summary>
    public string? Incomplete
    {
        get => field ?? (Messages is [.., { Parts: [.., var last] }]
            ? (last.ProviderMetadata?["llm"] as JsonObject)?.Text("incomplete")
            : null);
        init;
    }

    /// <summary>The text of the answer.</summary>
    public string Text => string.Concat(Messages.Select(message => message.Text));

    /// <summary>The reasoning, as far as the provider shows it.</summary>
    public string Reasoning => string.Concat(Parts<ReasoningPart>().Select(part => part.Text));

    /// <summary>The tool calls to run on this side.</summary>
    public IReadOnlyList<ToolCall> ToolCalls => [.. Parts<ToolCallPart>()
        .Where(part => !part.ServerExecuted)
        .Select(part => new ToolCall(part.Name, part.Arguments, part.ToolCallId))];

    /// <summary>Things that the model made, such as images.</summary>
    public IReadOnlyList<Attachment> Attachments =>
        [.. Parts<AttachmentPart>().Select(part => part.Attachment).OfType<Attachment>()];

    /// <summary>The text of the answer.</summary>
    public override string ToString() => Text;

    private IEnumerable<T> Parts<T>() => Messages.SelectMany(message => message.Parts).OfType<T>();
}
