using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Reads attachments without their bytes.</summary>
internal static class LogAttachments
{
    public static Dictionary<string, LoggedAttachment> Read(Database database, IReadOnlyCollection<string> ids) => ids.Count == 0
        ? []
        : database.Query(
            "SELECT id, type, path, url, nullif(length(content), 0) FROM attachments WHERE id IN (SELECT value FROM json_each(?1))",
            IdList.Of(ids)).ToDictionary(
                row => row.Text(0)!, row => new LoggedAttachment(row.Text(0)!, row.Text(1), row.Text(2), row.Text(3), row.Integer(4)));
}
