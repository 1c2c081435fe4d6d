using Llm.Prompting;

namespace Llm.Cli.Retrieval;

/// <summary>Offers the stored texts of collections as fragments.</summary>
/// <remarks>It belongs to the command, because the host has no database.</remarks>
internal sealed class RetrievalPlugin(CliContext context) : IPlugin
{
    private const string Prefix = "similar";

    /// <summary>Stands for the prompt in place of a text: <c>similar:COLLECTION:$input</c> is <c>--rag COLLECTION</c>.</summary>
    private const string Input = "$input";

    public string Name => "llm-similar";

    /// <summary>Whether a fragment is one of this loader.</summary>
    public static bool IsAskedBy(string fragment) => fragment.StartsWith($"{Prefix}:", StringComparison.Ordinal);

    /// <summary>Writes a collection as a fragment, with which the Python tool can still list and show a template.</summary>
    /// <param name="collection">The collection, as <c>--rag</c> takes it.</param>
    /// <exception cref="LlmException">The collection is not named correctly.</exception>
    public static string ToFragment(string collection)
    {
        _ = RetrievalSource.Parse(collection);
        return $"{Prefix}:{collection}:{Input}";
    }

    /// <summary>Moves the fragments that look for the prompt to the collections, because the prompt is not known yet.</summary>
    public static PromptDraft WithSearches(PromptDraft draft)
    {
        var fragments = new List<string>();
        var collections = new List<string>();
        foreach (var fragment in draft.Fragments)
        {
            if (CollectionOf(fragment) is { } collection) collections.Add(collection);
            else fragments.Add(fragment);
        }

        return collections.Count == 0 ? draft : draft with { Fragments = fragments, Rag = [.. collections, .. draft.Rag] };
    }

    public void RegisterFragmentLoaders(LoaderRegistry<FragmentLoader> loaders) => loaders.Add(
        Prefix,
        LoadAsync,
        "The stored texts of a collection that are most similar to a text: similar:collection:text or similar:collection:n:text");

    /// <summary>The collection in which a fragment looks for the prompt; null if the fragment does something else.</summary>
    private static string? CollectionOf(string fragment)
    {
        if (!IsAskedBy(fragment) || !fragment.EndsWith($":{Input}", StringComparison.Ordinal)) return null;
        var (start, end) = (Prefix.Length + 1, fragment.Length - Input.Length - 1);
        return end > start ? fragment[start..end] : null;
    }

    private async Task<LoadedFragments> LoadAsync(string argument, CancellationToken cancellationToken)
    {
        var (source, question) = RetrievalSource.ParseWithQuestion(argument);
        if (question == Input) throw new LlmException($"{Input} stands for the prompt only in the fragments before it.");
        return new LoadedFragments(await NearestTexts.FindAsync(context, source, question, cancellationToken), []);
    }
}
