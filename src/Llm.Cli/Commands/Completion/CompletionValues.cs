using Llm.Cli.Commands.Embeddings;
using Llm.Cli.Output;
using Llm.Storage.Embeddings;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Completion;

/// <summary>
/// Finds values in the user directory. No server is asked, and a database is opened only for values that it alone contains.
/// </summary>
internal sealed class CompletionValues(LlmHost host)
{
    private const int MaxConversations = 50;
    private const int DescriptionLength = 60;

    /// <summary>The user is waiting, so a database that is being written to is skipped.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns the values of these kinds that begin with the typed text.</summary>
    /// <param name="kinds">The kinds.</param>
    /// <param name="typed">The typed text.</param>
    /// <param name="database">The database to look in, as it was typed; null for the default one.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="LlmException">A file is broken or cannot be read.</exception>
    public async Task<IReadOnlyList<CompletionItem>> FindAsync(
        ValueKinds kinds, string typed, string? database, CancellationToken cancellationToken)
    {
        var items = new List<CompletionItem>();
        if (kinds.HasFlag(ValueKinds.Models)) items.AddRange(host.ListedModels.ByName.Select(entry => Named(entry.Key, entry.Value.Id)));
        if (kinds.HasFlag(ValueKinds.EmbeddingModels)) items.AddRange(EmbeddingModels());
        if (kinds.HasFlag(ValueKinds.ModelAliases)) items.AddRange(host.Aliases.Read().Select(entry => Named(entry.Key, entry.Value)));
        if (kinds.HasFlag(ValueKinds.Templates)) items.AddRange(Templates());
        if (kinds.HasFlag(ValueKinds.Collections)) items.AddRange(Collections(PathOf(database) ?? host.EmbeddingsDatabase));
        var log = PathOf(database) ?? host.Directory.LogsDatabase;
        if ((kinds & (ValueKinds.Fragments | ValueKinds.Conversations)) != 0 && File.Exists(log))
        {
            using var store = LogStore.OpenReadOnly(log, new LogStoreOptions { BusyTimeout = Patience });
            if (kinds.HasFlag(ValueKinds.Fragments))
            {
                items.AddRange((await store.ListFragmentAliasesAsync(cancellationToken)).Select(alias => new CompletionItem(alias)));
            }

            if (kinds.HasFlag(ValueKinds.Conversations))
            {
                var conversations = await store.FindConversationsAsync(typed, MaxConversations, cancellationToken);
                items.AddRange(
                    conversations.Select(found => new CompletionItem(found.Id, Excerpt.OneLine(found.Name ?? "", DescriptionLength))));
            }
        }

        return [.. items.Where(item => item.Text.StartsWith(typed, StringComparison.Ordinal))];
    }

    private static CompletionItem Named(string name, string model) => new(name, name == model ? null : model);

    /// <summary>Shells pass a word as it was typed, before they replace the tilde.</summary>
    private static string? PathOf(string? typed) => typed?.StartsWith("~/", StringComparison.Ordinal) == true
        ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), typed[2..])
        : typed;

    private static IEnumerable<CompletionItem> Collections(string database) => CollectionDatabase.IsOnServer(database)
        ? []
        : EmbeddingInspection.ListCollections(database, Patience).Select(found => new CompletionItem(found.Name, found.ModelId));

    private IEnumerable<CompletionItem> EmbeddingModels() => host.ListedEmbeddingModels
        .SelectMany(entry => entry.Aliases.Prepend(entry.Model.Id).Select(name => Named(name, entry.Model.Id)));

    /// <summary>Templates are found by file name, because reading all of them takes too long.</summary>
    private IEnumerable<CompletionItem> Templates() => Directory.Exists(host.Templates.Path)
        ? Directory.EnumerateFiles(host.Templates.Path, "*.yaml").Select(file => new CompletionItem(Path.GetFileNameWithoutExtension(file)))
            .OrderBy(item => item.Text, StringComparer.Ordinal)
        : [];
}

/// <summary>A possible completion of the last word.</summary>
/// <param name="Text">The whole word.</param>
/// <param name="Description">The description, for shells that can show one.</param>
internal sealed record CompletionItem(string Text, string? Description = null);

/// <summary>The kinds of values that a parameter can have.</summary>
[Flags]
internal enum ValueKinds
{
    None = 0,
    Files = 1,
    Models = 2,
    ModelAliases = 4,
    Templates = 8,
    Fragments = 16,
    Conversations = 32,
    EmbeddingModels = 64,
    Collections = 128,
}
