using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>What a failed tool threw.</summary>
internal static class M021ToolResultsException
{
    public static void Apply(Database database) => TableInfo.AddColumn(database, "tool_results", "exception", "TEXT");
}
