using System.Text.Json.Nodes;

namespace Llm;

/// <summary>What goes with a prompt to the model besides its content, and what the model says about its answer.</summary>
/// <remarks>Belongs to one execution; the model sets the properties while it runs.</remarks>
public sealed class ModelContext(string? key = null, bool stream = true)
{
    private readonly List<ToolCall> toolCalls = [];

    /// <summary>The API key to send; null if none is needed.</summary>
    public string? Key { get; } = key;

    /// <summary>Whether the answer is wanted piece by piece.</summary>
    public bool Stream { get; } = stream;

    /// <summary>Tokens used.</summary>
    public Usage? Usage { get; set; }

    /// <summary>The model that really answered, if the provider names another than the one asked.</summary>
    public string? ResolvedModel { get; set; }

    /// <summary>The provider's final payload; stored in the log.</summary>
    public JsonNode? RawJson { get; set; }

    /// <summary>Tool calls that were registered rather than streamed.</summary>
    public IReadOnlyList<ToolCall> ToolCalls => toolCalls;

    /// <summary>Registers a tool call that is not among the events.</summary>
    public void AddToolCall(ToolCall toolCall) => toolCalls.Add(toolCall);
}
