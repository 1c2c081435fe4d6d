using Llm.Storage.Sqlite;

namespace Llm.Storage.Migrations.Logs;

/// <summary>Tools offered before step 24 get the instance that served calls in the same thread, found by the toolbox name.</summary>
internal static class M025TurnToolsInstanceBackfill
{
    public static void Apply(Database database) =>
        database.Execute("""
            UPDATE turn_tools SET instance_id = (
                SELECT used.instance_id
                FROM tool_instantiations AS used
                JOIN turns AS theirs ON theirs.id = used.turn_id
                JOIN turns AS ours ON ours.id = turn_tools.turn_id AND ours.thread_id = theirs.thread_id
                JOIN tool_instances AS instance ON instance.id = used.instance_id
                JOIN tools ON tools.id = turn_tools.tool_id
                WHERE tools.name = instance.name OR tools.name LIKE instance.name || '\_%' ESCAPE '\'
                LIMIT 1)
            WHERE instance_id IS NULL
            """);
}
