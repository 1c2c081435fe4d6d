using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Writes the tables of tools and of configured toolboxes.</summary>
internal sealed class ToolRows(Database database)
{
    /// <summary>Stores a tool if it is new; returns its row id.</summary>
    public long Ensure(Tool tool)
    {
        var hash = tool.Hash();
        database.Execute(
            "INSERT INTO tools (hash, name, description, input_schema, plugin) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (hash) DO NOTHING",
            hash,
            tool.Name,
            tool.Description,
            PythonJson.Spaced(tool.InputSchema),
            tool.Plugin);
        return database.QueryInteger("SELECT id FROM tools WHERE hash = ?1", hash)!.Value;
    }

    /// <summary>Stores a configured toolbox if it is new; returns its row id.</summary>
    public long Ensure(ToolInstance instance)
    {
        object?[] values = [instance.Name, instance.Plugin, PythonJson.Spaced(instance.Arguments)];
        if (database.QueryInteger("SELECT id FROM tool_instances WHERE name IS ?1 AND plugin IS ?2 AND arguments IS ?3", values) is { } id)
            return id;
        database.Execute("INSERT INTO tool_instances (name, plugin, arguments) VALUES (?1, ?2, ?3)", values);
        return database.LastInsertRowId;
    }
}
