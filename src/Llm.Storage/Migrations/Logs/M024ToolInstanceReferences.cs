using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Configured toolboxes are stored once and referred to by turns and calls.</summary>
internal static class M024ToolInstanceReferences
{
    public static void Apply(Database database)
    {
        TableInfo.AddColumn(database, "turn_tools", "instance_id", "INTEGER");
        new TableRebuild("turn_tools").Reference("instance_id", "tool_instances", "id").Run(database);
        TableInfo.AddColumn(database, "tool_instantiations", "instance_id", "INTEGER");
        database.Execute("""
            INSERT INTO tool_instances (name, plugin, arguments)
            SELECT DISTINCT name, plugin, arguments FROM tool_instantiations AS used
            WHERE NOT EXISTS (
                SELECT 1 FROM tool_instances AS known
                WHERE known.name IS used.name AND known.plugin IS used.plugin AND known.arguments IS used.arguments)
            """);
        database.Execute("""
            UPDATE tool_instantiations SET instance_id = (
                SELECT known.id FROM tool_instances AS known
                WHERE known.name IS tool_instantiations.name AND known.plugin IS tool_instantiations.plugin
                    AND known.arguments IS tool_instantiations.arguments
                ORDER BY known.id LIMIT 1)
            """);
        new TableRebuild("tool_instantiations")
            .Drop("name", "plugin", "arguments")
            .Reference("instance_id", "tool_instances", "id")
            .Run(database);
    }
}
