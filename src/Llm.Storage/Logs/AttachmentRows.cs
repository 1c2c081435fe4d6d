using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Reads and writes the table of attachments, including their bytes.</summary>
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

    /// <summary>Stores an attachment if it is new; returns its id.</summary>
    public static string Ensure(Database database, Attachment attachment)
    {
        var id = AttachmentIdentity.RowId(attachment);
        database.Execute(
            // Readers prefer bytes to a path, so stored bytes remain available if the file is deleted.
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
