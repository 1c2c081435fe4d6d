using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>The table of attachments, with their bytes.</summary>
internal static class AttachmentRows
{
    public const string Columns = "attachments.id, attachments.type, attachments.path, attachments.url, attachments.content";

    public static Attachment Read(Statement row) => new()
    {
        Id = row.Text("id")!,
        Type = row.Text("type"),
        Path = row.Text("path"),
        Url = row.Text("url"),
        Content = row.Bytes("content") is { } content ? (ReadOnlyMemory<byte>?)content : null,
    };

    /// <summary>The id of an attachment, which is stored if it is new.</summary>
    public static string Ensure(Database database, Attachment attachment)
    {
        var id = AttachmentIdentity.RowId(attachment);
        database.Execute(
            // Readers take bytes before a path, so what is stored outlives the file.
            """
            INSERT INTO attachments (id, type, path, url, content) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (id) DO UPDATE SET type = coalesce(excluded.type, type), path = coalesce(excluded.path, path),
                url = coalesce(excluded.url, url), content = coalesce(excluded.content, content)
            """,
            id,
            attachment.LocalType(),
            attachment.Path,
            attachment.Url,
            attachment.Content is { IsEmpty: false } content ? content.ToArray() : null);
        return id;
    }
}
