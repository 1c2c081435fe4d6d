using Llm.Cli.Commands.Embeddings;
using Llm.Cli.Output;

namespace Llm.Cli.Retrieval;

/// <summary>Finds the stored texts of a collection that are most similar to a question.</summary>
internal static class NearestTexts
{
    private const int MostNames = 3;

    /// <summary>Returns the texts as fragments, the most similar first; the source of each names its collection and ID.</summary>
    /// <exception cref="LlmException">The collection does not exist, is empty, or lacks the texts; or its model cannot be used.</exception>
    public static async Task<IReadOnlyList<Fragment>> FindAsync(
        CliContext context, RetrievalSource source, string question, CancellationToken cancellationToken) =>
        [.. (await SearchAsync(context, source, question, cancellationToken))
            .Select(entry => FragmentOf(source, entry))];

    /// <summary>Returns the texts of several collections, and shows their IDs to a person.</summary>
    /// <inheritdoc cref="FindAsync"/>
    public static async Task<IReadOnlyList<Fragment>> FindAndShowAsync(
        CliContext context, IReadOnlyList<RetrievalSource> sources, string question, CancellationToken cancellationToken)
    {
        var found = new List<Fragment>();
        foreach (var source in sources)
        {
            var entries = await SearchAsync(context, source, question, cancellationToken);
            if (context.Terminal.ErrorIsTerminal)
            {
                var ids = string.Join(", ", entries.Select(entry => entry.Id));
                context.Terminal.WriteErrorLine($"From {source.Collection}: {ids}", TextStyle.Dim);
            }

            found.AddRange(entries.Select(entry => FragmentOf(source, entry)));
        }

        return found;
    }

    private static Fragment FragmentOf(RetrievalSource source, CollectionEntry entry) =>
        new(entry.Text!, $"similar:{source.Collection}:{entry.Id}");

    private static async Task<IReadOnlyList<CollectionEntry>> SearchAsync(
        CliContext context, RetrievalSource source, string question, CancellationToken cancellationToken)
    {
        var name = source.Collection;
        await using var file = await CollectionDatabase.OpenExistingAsync(context.Host.EmbeddingsDatabase, context, cancellationToken);
        if (file is null || !await Collection.ExistsAsync(file, name, cancellationToken))
            throw new LlmException($"There is no collection {name}. 'llm collections' lists those that there are.");
        var collection = await context.Host.OpenCollectionAsync(file, name, cancellationToken: cancellationToken);
        var entries = await collection.SimilarAsync(question, source.Number, cancellationToken: cancellationToken);
        if (entries.Count == 0) throw new LlmException($"The collection {name} is empty.");
        var missing = entries.Where(entry => entry.Text is null).Select(entry => entry.Id).ToList();
        if (missing.Count == 0) return entries;
        var names = string.Join(", ", missing.Take(MostNames)) + (missing.Count > MostNames ? ", …" : "");
        throw new LlmException(
            $"The collection {name} has no stored text for {names}. Embed the texts again with --store, which adds them without asking "
            + "the model again.");
    }
}
