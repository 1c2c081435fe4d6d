using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>The table of schemas.</summary>
internal sealed class SchemaRows(Database database)
{
    /// <summary>The id of a schema, which is stored if it is new.</summary>
    public string Ensure(JsonObject schema)
    {
        var id = SchemaId.Of(schema);
        database.Execute("INSERT OR IGNORE INTO schemas (id, content) VALUES (?1, ?2)", id, PythonJson.Compact(schema));
        return id;
    }
}
