using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>The model that an alias such as <c>latest</c> stood for.</summary>
internal static class M019ResolvedModel
{
    public static void Apply(Database database) => TableInfo.AddColumn(database, "responses", "resolved_model", "TEXT");
}
