using System.Text.Json.Nodes;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>A logged fragment.</summary>
public sealed record LoggedFragment
{
    /// <summary>The row id.</summary>
    public required long Id { get; init; }

    /// <summary>The SHA-256 of the text in lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>The text.</summary>
    public required string Content { get; init; }

    /// <summary>The time at which the fragment was first stored, as text in UTC.</summary>
    public required string? DatetimeUtc { get; init; }

    /// <summary>The source, such as a path or a URL; null if there is none.</summary>
    public required string? Source { get; init; }

    /// <summary>The aliases that the user set.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    internal const string Columns = """
        fragments.id, fragments.hash, fragments.content, fragments.datetime_utc, fragments.source,
            (SELECT json_group_array(alias ORDER BY rowid) FROM fragment_aliases WHERE fragment_id = fragments.id) AS aliases
        """;

    internal static LoggedFragment Read(Statement row) => new()
    {
        Id = row.Integer("id")!.Value,
        Hash = row.Text("hash") ?? "",
        Content = row.Text("content") ?? "",
        DatetimeUtc = row.Text("datetime_utc"),
        Source = row.Text("source"),
        Aliases = [.. ((JsonArray)row.Json("aliases")!).Select(alias => alias!.GetValue<string>())],
    };

    /// <summary>Creates a fragment for use in a prompt.</summary>
    public Fragment ToFragment() => new(Content, Source);

    internal JsonObject ToJson() => new()
    {
        ["hash"] = Hash,
        ["content"] = Content,
        ["aliases"] = new JsonArray([.. Aliases.Select(alias => JsonValue.Create(alias))]),
    };
}
