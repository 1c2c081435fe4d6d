using System.ComponentModel;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Hashing;
using Llm.Json;

namespace Llm;

/// <summary>Computes the ids of schemas from their content.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SchemaId
{
    private const int DigestBytes = 16;

    /// <summary>The id of a stored schema: BLAKE2b of its compact JSON in lower-case hexadecimal; the order of keys matters.</summary>
    public static string Compute(JsonObject schema) => Blake2b.HashHex(Encoding.UTF8.GetBytes(PythonJson.Compact(schema)), DigestBytes);
}
