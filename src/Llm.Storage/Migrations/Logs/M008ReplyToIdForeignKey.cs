using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary><c>reply_to_id</c> refers to another entry.</summary>
internal static class M008ReplyToIdForeignKey
{
    public static void Apply(Database database) => new TableRebuild("logs").Reference("reply_to_id", "logs", "id").Run(database);
}
