using System.Text;
using System.Text.Json.Nodes;
using Llm.Hashing;
using Llm.Json;

namespace Llm;

/// <summary>Names schemas by their content.</summary>
public static class SchemaId
{
    private const int DigestBytes = 16;

    /// <summary>The id under which a schema is stored: BLAKE2b of its compact JSON in lower-case hexadecimal; key order counts.</summary>
    public static string Of(JsonObject schema) => Blake2b.HashHex(Encoding.UTF8.GetBytes(PythonJson.Compact(schema)), DigestBytes);
}
