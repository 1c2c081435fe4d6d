using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>One response can use the same fragment several times (issue 863 of the Python tool).</summary>
internal static class M016FragmentsTablePks
{
    public static void Apply(Database database)
    {
        new TableRebuild("prompt_fragments").Key("response_id", "fragment_id", "order").Run(database);
        new TableRebuild("system_fragments").Key("response_id", "fragment_id", "order").Run(database);
    }
}
