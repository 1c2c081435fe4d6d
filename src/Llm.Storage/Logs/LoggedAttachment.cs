using System.Text.Json.Nodes;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>A logged attachment without its bytes.</summary>
public sealed record LoggedAttachment
{
    /// <summary>The id, usually the SHA-256 of the bytes in lower-case hexadecimal.</summary>
    public required string Id { get; init; }

    /// <summary>The media type; null if it is unknown.</summary>
    public required string? Type { get; init; }

    /// <summary>The path of the file that it was read from; null if there is none.</summary>
    public required string? Path { get; init; }

    /// <summary>The URL of the attachment; null if there is none.</summary>
    public required string? Url { get; init; }

    /// <summary>The number of bytes in the database; null if the bytes are not stored.</summary>
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

    /// <summary>Loads the attachments with these ids; ids that are not stored are ignored.</summary>
    internal static Dictionary<string, LoggedAttachment> Load(Database database, IReadOnlyCollection<string> ids) => ids.Count == 0
        ? []
        : database.Query($"SELECT {Columns} FROM attachments WHERE id IN (SELECT value FROM json_each(?1))", IdList.Of(ids))
            .Select(Read).ToDictionary(attachment => attachment.Id);

    /// <param name="withContent">Whether to add a key that shows whether there are bytes, as the Python tool does in some places.</param>
    internal JsonObject ToJson(bool withContent)
    {
        var json = new JsonObject { ["id"] = Id, ["type"] = Type, ["path"] = Path, ["url"] = Url };
        if (withContent) json["content"] = ContentLength is null ? null : true;
        json["content_length"] = ContentLength;
        return json;
    }
}
