using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Reads rows of <c>attachments</c>: id, type, path, url, content.</summary>
internal static class AttachmentRow
{
    public static Attachment Read(Statement row) => new()
    {
        Id = row.Text(0)!,
        Type = row.Text(1),
        Path = row.Text(2),
        Url = row.Text(3),
        Content = row.Bytes(4) is { } content ? (ReadOnlyMemory<byte>?)content : null,
    };
}
