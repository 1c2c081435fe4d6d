using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>A logged conversation in a list.</summary>
public sealed record ConversationSummary
{
    /// <summary>The id, a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The name; null if it has none.</summary>
    public required string? Name { get; init; }

    /// <summary>The model of its newest turn.</summary>
    public required string? Model { get; init; }

    /// <summary>How many turns it has.</summary>
    public required long Turns { get; init; }

    /// <summary>When the newest turn started; null if that is not stored.</summary>
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

/// <summary>A logged conversation by its id and name.</summary>
public sealed record ConversationName
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>How its first prompt begins; null if it has no name.</summary>
    public required string? Name { get; init; }
}
