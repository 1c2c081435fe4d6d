using System.Text.Json.Nodes;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>An attachment without its bytes.</summary>
public sealed record LoggedAttachment
{
    /// <summary>The id it is stored under.</summary>
    public required string Id { get; init; }

    /// <summary>The media type.</summary>
    public required string? Type { get; init; }

    /// <summary>The file it was read from.</summary>
    public required string? Path { get; init; }

    /// <summary>The address it was fetched from.</summary>
    public required string? Url { get; init; }

    /// <summary>The number of bytes in the database; null if they are not there.</summary>
    public required long? ContentLength { get; init; }

    internal const string Columns = """
        attachments.id, attachments.type, attachments.path, attachments.url, nullif(length(attachments.content), 0) AS content_length
        """;

    internal static LoggedAttachment Read(Statement row) => new()
    {
        Id = row.Text("id")!,
        Type = row.Text("type"),
        Path = row.Text("path"),
        Url = row.Text("url"),
        ContentLength = row.Integer("content_length"),
    };

    /// <summary>Those that there are of some ids.</summary>
    internal static Dictionary<string, LoggedAttachment> Load(Database database, IReadOnlyCollection<string> ids) => ids.Count == 0
        ? []
        : database.Query($"SELECT {Columns} FROM attachments WHERE id IN (SELECT value FROM json_each(?1))", IdList.Of(ids))
            .Select(Read).ToDictionary(attachment => attachment.Id);

    /// <param name="withContent">Whether a key says that there are bytes, as the Python tool does in some places.</param>
    internal JsonObject ToJson(bool withContent)
    {
        var json = new JsonObject { ["id"] = Id, ["type"] = Type, ["path"] = Path, ["url"] = Url };
        if (withContent) json["content"] = ContentLength is null ? null : true;
        json["content_length"] = ContentLength;
        return json;
    }
}
