using System.Text.Json.Nodes;

namespace Llm;

/// <summary>Stored fragments and schemas; the seam between the library and the log database.</summary>
public interface IContentStore
{
    /// <summary>The fragment of that alias or hash, or null.</summary>
    Task<Fragment?> FindFragmentAsync(string aliasOrHash, CancellationToken cancellationToken);

    /// <summary>The schema of that id, or null.</summary>
    Task<JsonObject?> FindSchemaAsync(string id, CancellationToken cancellationToken);
}
