using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Which plugin a tool came from.</summary>
internal static class M017ToolsPlugin
{
    public static void Apply(Database database) => TableInfo.AddColumn(database, "tools", "plugin", "TEXT");
}
