using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Facts about a logged conversation, as a list of conversations shows them.</summary>
public sealed record ConversationSummary
{
    /// <summary>The id, a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The name; null if it has none.</summary>
    public required string? Name { get; init; }

    /// <summary>The id of the model of the newest turn.</summary>
    public required string? Model { get; init; }

    /// <summary>The number of turns.</summary>
    public required long Turns { get; init; }

    /// <summary>The time at which the newest turn started, in UTC; null if it is not stored.</summary>
    public required DateTimeOffset? NewestAt { get; init; }

    internal static ConversationSummary Read(Statement row) => new()
    {
        Id = row.Text("id")!,
        Name = row.Text("name"),
        Model = row.Text("model"),
        Turns = row.Integer("turns")!.Value,
        NewestAt = PythonTime.TryParse(row.Text("datetime_utc")),
    };
}

/// <summary>The id and name of a logged conversation.</summary>
public sealed record ConversationName
{
    /// <summary>The id, a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The name, by default the beginning of the first prompt; null if it has none.</summary>
    public required string? Name { get; init; }
}
