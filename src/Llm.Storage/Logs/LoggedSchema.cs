using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>A logged schema.</summary>
public sealed record LoggedSchema
{
    /// <summary>The id, a hash of the schema.</summary>
    public required string Id { get; init; }

    /// <summary>The schema as JSON text.</summary>
    public required string Content { get; init; }

    /// <summary>The time of its last use, as text in UTC.</summary>
    public required string? RecentlyUsed { get; init; }

    /// <summary>The number of turns that used it, including those of versions before 0.32.</summary>
    public required long TimesUsed { get; init; }

    internal const string Columns = "schemas.id, schemas.content, max(used.datetime_utc) AS recently_used, count(*) AS times_used";

    internal static LoggedSchema Read(Statement row) => new()
    {
        Id = row.Text("id")!,
        Content = row.Text("content") ?? "",
        RecentlyUsed = row.Text("recently_used"),
        TimesUsed = row.Integer("times_used")!.Value,
    };
}
