using System.Text.Json.Nodes;

namespace Llm;

/// <summary>The stored fragments and schemas, which the log database provides.</summary>
public interface IContentStore
{
    /// <summary>Finds the fragment with an alias or hash; null if there is none.</summary>
    Task<Fragment?> FindFragmentAsync(string aliasOrHash, CancellationToken cancellationToken);

    /// <summary>Finds the schema with an id; null if there is none.</summary>
    Task<JsonObject?> FindSchemaAsync(string id, CancellationToken cancellationToken);
}
