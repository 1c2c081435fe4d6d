using System.Text;
using System.Text.Json.Nodes;
using Llm.Hashing;
using Llm.Json;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>The table of schemas.</summary>
internal sealed class SchemaRows(Database database)
{
    /// <summary>The id that a schema is stored under; key order counts.</summary>
    public static string Id(JsonObject schema) => Blake2b.HashHex(Encoding.UTF8.GetBytes(PythonJson.Compact(schema)), 16);

    /// <summary>The id of a schema, which is stored if it is new.</summary>
    public string Ensure(JsonObject schema)
    {
        var id = Id(schema);
        database.Execute("INSERT OR IGNORE INTO schemas (id, content) VALUES (?1, ?2)", id, PythonJson.Compact(schema));
        return id;
    }
}
