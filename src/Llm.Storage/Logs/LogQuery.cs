namespace Llm.Storage.Logs;

/// <summary>Which turns to list; what is not set does not filter.</summary>
public sealed record LogQuery
{
    /// <summary>The model's id, as it was asked for or as it was resolved.</summary>
    public string? Model { get; init; }

    /// <summary>The conversation (thread) they belong to.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Only turns with a greater id, which is later ones.</summary>
    public string? IdGreaterThan { get; init; }

    /// <summary>Only turns with this id or a greater one.</summary>
    public string? IdAtLeast { get; init; }

    /// <summary>Only turns that started before.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Only turns with these ids; null for all.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>The schema that the answer had to follow.</summary>
    public string? SchemaId { get; init; }

    /// <summary>Hashes of fragments that were all given to the turn.</summary>
    public IReadOnlyCollection<string> FragmentHashes { get; init; } = [];

    /// <summary>Names of tools whose results were all sent with the turn.</summary>
    public IReadOnlyCollection<string> ToolNames { get; init; } = [];

    /// <summary>Only turns that sent a tool's result.</summary>
    public bool AnyTool { get; init; }

    /// <summary>A full-text search in FTS5 syntax, over prompts and answers; best match first unless <see cref="Latest"/>.</summary>
    public string? Text { get; init; }

    /// <summary>With <see cref="Text"/>: newest first.</summary>
    public bool Latest { get; init; }

    /// <summary>From old to new, the newest ones still being those within the limit; a search by best match takes no notice.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>At most so many turns; null for all.</summary>
    public int? Limit { get; init; }
}
