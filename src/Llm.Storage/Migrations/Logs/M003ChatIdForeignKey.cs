using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary><c>chat_id</c> becomes a number that refers to the first entry of a chat.</summary>
internal static class M003ChatIdForeignKey
{
    public static void Apply(Database database) =>
        new TableRebuild("log")
            .Type("chat_id", "INTEGER")
            .Reference("chat_id", "log", "id")
            .Run(database);
}
