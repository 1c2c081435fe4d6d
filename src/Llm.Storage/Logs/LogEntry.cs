using System.Text.Json.Nodes;

namespace Llm.Storage.Logs;

/// <summary>One logged model call, from the current tables or from those of versions before 0.32.</summary>
/// <remarks>
/// Texts that end in Json hold JSON as it is stored. <see cref="ResponseJson"/> is worked out at its first use and is not thread-safe.
/// </remarks>
public sealed class LogEntry
{
    private Func<JsonNode?>? expand;

    internal LogEntry()
    {
    }

    /// <summary>The response's id, a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it comes from the tables of versions before 0.32.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>The model that was asked for.</summary>
    public string? Model { get; init; }

    /// <summary>The model that answered, where the provider named it.</summary>
    public string? ResolvedModel { get; init; }

    /// <summary>The options that were set; <c>{}</c> if none.</summary>
    public string? OptionsJson { get; init; }

    /// <summary>The conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Milliseconds from the request to the end of the answer.</summary>
    public long? DurationMs { get; init; }

    /// <summary>When it started, as it is stored.</summary>
    public string? DatetimeUtc { get; init; }

    /// <summary>Tokens sent.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens received.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>The provider's breakdown of tokens.</summary>
    public string? TokenDetails { get; init; }

    /// <summary>The conversation's name.</summary>
    public string? ConversationName { get; init; }

    /// <summary>The conversation's model; the turn's own in the current tables.</summary>
    public string? ConversationModel { get; init; }

    /// <summary>The schema that the answer had to follow.</summary>
    public string? SchemaJson { get; init; }

    /// <summary>What the user said in this turn; empty if it only sent tool results.</summary>
    public string? Prompt { get; internal set; }

    /// <summary>The instructions; null if there were none.</summary>
    public string? System { get; internal set; }

    /// <summary>The text of the answer.</summary>
    public string? Response { get; internal set; }

    /// <summary>The visible reasoning; null if there was none.</summary>
    public string? Reasoning { get; internal set; }

    /// <summary>What was sent, as versions before 0.32 stored it; null in the current tables.</summary>
    public string? PromptJson { get; init; }

    /// <summary>The provider's payload; null if there is none or if it refers to something that is gone.</summary>
    public JsonNode? ResponseJson
    {
        get
        {
            if (this.expand is not { } expand) return field;
            this.expand = null;
            return field = expand();
        }
    }

    /// <summary>The fragments given to the prompt.</summary>
    public IReadOnlyList<LoggedFragment> PromptFragments { get; internal set; } = [];

    /// <summary>The fragments given to the instructions.</summary>
    public IReadOnlyList<LoggedFragment> SystemFragments { get; internal set; } = [];

    /// <summary>The tools on offer.</summary>
    public IReadOnlyList<LoggedTool> Tools { get; internal set; } = [];

    /// <summary>The calls that the model made.</summary>
    public IReadOnlyList<LoggedToolCall> ToolCalls { get; internal set; } = [];

    /// <summary>The results that this turn sent.</summary>
    public IReadOnlyList<LoggedToolResult> ToolResults { get; internal set; } = [];

    /// <summary>The attachments that this turn sent.</summary>
    public IReadOnlyList<LoggedAttachment> Attachments { get; internal set; } = [];

    /// <summary>How well it matches a search, lower is better; 0 without one.</summary>
    internal double Rank { get; init; }

    /// <summary>Works the payload out when somebody asks for it.</summary>
    internal Func<JsonNode?>? Expand { set => expand = value; }
}
