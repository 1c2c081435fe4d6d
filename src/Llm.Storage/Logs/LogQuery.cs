namespace Llm.Storage.Logs;

/// <summary>Selects turns. Properties that are not set do not filter.</summary>
public sealed record LogQuery
{
    /// <summary>The id of the model, as it was requested or as it was resolved.</summary>
    public string? Model { get; init; }

    /// <summary>The id of the conversation (thread).</summary>
    public string? ConversationId { get; init; }

    /// <summary>The turns must have a greater id, which means that they are later.</summary>
    public string? IdGreaterThan { get; init; }

    /// <summary>The turns must have this id or a greater one.</summary>
    public string? IdAtLeast { get; init; }

    /// <summary>The turns must have started at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The turns must have started before this time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>The turns must have one of these ids; null for any id.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>The id of the schema that the answer had to follow.</summary>
    public string? SchemaId { get; init; }

    /// <summary>The hashes of fragments, all of which the turn must have used.</summary>
    public IReadOnlyCollection<string> FragmentHashes { get; init; } = [];

    /// <summary>The names of tools; the turn must have sent results of all of them.</summary>
    public IReadOnlyCollection<string> ToolNames { get; init; } = [];

    /// <summary>Whether to select only turns that sent a tool result.</summary>
    public bool AnyTool { get; init; }

    /// <summary>
    /// A full-text query in SQLite's FTS5 syntax, over prompts and answers; the best match comes first unless <see cref="Latest"/> is set.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Whether a search with <see cref="Text"/> returns the newest turns first.</summary>
    public bool Latest { get; init; }

    /// <summary>
    /// Whether to return the turns oldest first. The limit still selects the newest turns; a search by best match ignores this property.
    /// </summary>
    public bool OldestFirst { get; init; }

    /// <summary>The maximum number of turns; null for no limit.</summary>
    public int? Limit { get; init; }
}
