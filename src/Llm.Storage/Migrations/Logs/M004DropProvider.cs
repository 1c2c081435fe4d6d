using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary><c>provider</c> goes: the model says it.</summary>
internal static class M004DropProvider
{
    public static void Apply(Database database) => new TableRebuild("log").Drop("provider").Run(database);
}
