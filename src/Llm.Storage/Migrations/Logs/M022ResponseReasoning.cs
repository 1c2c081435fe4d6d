using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Visible reasoning.</summary>
internal static class M022ResponseReasoning
{
    public static void Apply(Database database) => TableInfo.AddColumn(database, "responses", "reasoning", "TEXT");
}
