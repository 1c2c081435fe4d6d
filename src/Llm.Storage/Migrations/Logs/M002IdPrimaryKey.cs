using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Row ids become the column <c>id</c>.</summary>
internal static class M002IdPrimaryKey
{
    public static void Apply(Database database) => new TableRebuild("log").Key("id").Run(database);
}
