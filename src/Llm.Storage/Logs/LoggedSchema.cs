using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>A schema that was used.</summary>
public sealed record LoggedSchema
{
    /// <summary>The id it is stored under.</summary>
    public required string Id { get; init; }

    /// <summary>The schema as JSON text.</summary>
    public required string Content { get; init; }

    /// <summary>When it was last used, as it is stored.</summary>
    public required string? RecentlyUsed { get; init; }

    /// <summary>How many turns used it, of either generation of tables.</summary>
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
