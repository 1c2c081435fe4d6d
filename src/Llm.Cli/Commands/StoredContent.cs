using System.Text.Json.Nodes;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands;

/// <summary>The fragments and schemas of an open log database.</summary>
internal sealed class StoredContent(LogStore store) : IContentStore
{
    public async Task<Fragment?> FindFragmentAsync(string aliasOrHash, CancellationToken cancellationToken) =>
        (await store.FindFragmentAsync(aliasOrHash, cancellationToken))?.ToFragment();

    public Task<JsonObject?> FindSchemaAsync(string id, CancellationToken cancellationToken) => store.FindSchemaAsync(id, cancellationToken);
}
