using Llm.Cli.Options;
using Llm.Commands;

namespace Llm.Cli.Commands.Embeddings;

/// <summary>Finds the model for a collection before anything is read or created: an existing one has its own.</summary>
internal static class CollectionChoice
{
    /// <exception cref="LlmException">The collection is new and no model is known, or the database cannot be used.</exception>
    public static async Task<CollectionOptions> MakeAsync(
        string path, string name, EmbeddingModelOption option, Invocation invocation, CliContext context,
        CancellationToken cancellationToken)
    {
        var existing = await FindAsync(path, name, context, cancellationToken);
        return new CollectionOptions
        {
            Model = existing is null ? option.Find(invocation, context) : context.FindEmbeddingModel(existing.ModelId),
            FindModel = context.FindEmbeddingModel,
        };
    }

    private static async Task<CollectionInfo?> FindAsync(
        string path, string name, CliContext context, CancellationToken cancellationToken)
    {
        await using var file = await CollectionDatabase.OpenExistingAsync(path, context, cancellationToken);
        return file is null ? null : await file.FindCollectionAsync(name, cancellationToken);
    }
}
