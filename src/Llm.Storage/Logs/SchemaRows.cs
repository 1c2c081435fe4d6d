using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Writes the table of schemas.</summary>
internal sealed class SchemaRows(Database database)
{
    /// <summary>Stores a schema if it is new; returns its id.</summary>
    public string Ensure(JsonObject schema)
    {
        var id = SchemaId.Compute(schema);
        database.Execute("INSERT OR IGNORE INTO schemas (id, content) VALUES (?1, ?2)", id, PythonJson.Compact(schema));
        return id;
    }
}
