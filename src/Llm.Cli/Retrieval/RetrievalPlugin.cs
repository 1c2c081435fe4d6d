namespace Llm.Cli.Retrieval;

/// <summary>Offers the stored texts of collections as fragments.</summary>
/// <remarks>It belongs to the command, because the host has no database.</remarks>
internal sealed class RetrievalPlugin(CliContext context) : IPlugin
{
    private const string Prefix = "similar";

    public string Name => "llm-similar";

    /// <summary>Whether a fragment is one of this loader.</summary>
    public static bool IsAskedBy(string fragment) => fragment.StartsWith($"{Prefix}:", StringComparison.Ordinal);

    public void RegisterFragmentLoaders(LoaderRegistry<FragmentLoader> loaders) => loaders.Add(
        Prefix,
        LoadAsync,
        "The stored texts of a collection that are most similar to a text: similar:collection:text or similar:collection:n:text");

    private async Task<LoadedFragments> LoadAsync(string argument, CancellationToken cancellationToken)
    {
        var (source, question) = RetrievalSource.ParseWithQuestion(argument);
        return new LoadedFragments(await NearestTexts.FindAsync(context, source, question, cancellationToken), []);
    }
}
