using System.Text.Json.Nodes;

namespace Llm;

/// <summary>What a model receives with a prompt besides its content, and what it reports about its answer.</summary>
/// <remarks>Belongs to one execution; the model sets the properties while it runs.</remarks>
public sealed class ModelContext(string? key = null, bool stream = true)
{
    private readonly List<ToolCall> toolCalls = [];

    internal UlidGenerator Ids { get; init; } = ModelServices.Default.Ids;

    /// <summary>The API key to send; null if none is needed.</summary>
    public string? Key { get; } = key;

    /// <summary>Whether to stream the answer.</summary>
    public bool Stream { get; } = stream;

    /// <summary>Why the model ended its answer; null if the provider does not say.</summary>
    /// <remarks>
    /// The log keeps it in the payload: if <see cref="RawJson"/> is set, <see cref="FinishReason.FromPayload"/> must find it there.
    /// </remarks>
    public FinishReason? FinishReason { get; set; }

    /// <summary>Tokens used.</summary>
    public Usage? Usage { get; set; }

    /// <summary>The provider's own id of the answer, such as <c>chatcmpl-…</c>; best set before the first event.</summary>
    /// <remarks>Some servers leave it empty, which becomes null.</remarks>
    public string? ResponseId
    {
        get;
        set => field = string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>The model that the payload names, such as <c>gpt-4o-mini-2024-07-18</c>; best set before the first event.</summary>
    /// <inheritdoc cref="ResponseId" path="/remarks"/>
    public string? ResponseModel
    {
        get;
        set => field = string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>The model that was chosen to answer, if it is another than the one asked; the log has a column for it.</summary>
    public string? ResolvedModel { get; set; }

    /// <summary>The provider's final payload, which the response keeps and the log stores; do not share it between answers.</summary>
    public JsonNode? RawJson
    {
        get => Payload?.Whole;
        set => Payload = value is null ? null : new Payload(value);
    }

    /// <summary>The payload as it is kept.</summary>
    internal Payload? Payload { get; set; }

    /// <summary>Tool calls that were registered rather than streamed.</summary>
    public IReadOnlyList<ToolCall> ToolCalls => toolCalls;

    /// <summary>Registers a tool call that is not among the events.</summary>
    public void AddToolCall(ToolCall toolCall) => toolCalls.Add(toolCall);

    /// <summary>Creates an id for a tool call to which the provider gives none, so that its result can name it.</summary>
    public string CreateToolCallId() => "tc_" + Ids.Next();
}
