using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>What the provider answered, condensed.</summary>
internal static class M027TurnsResponseJson
{
    public static void Apply(Database database) => TableInfo.AddColumn(database, "turns", "response_json", "TEXT");
}
