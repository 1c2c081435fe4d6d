using Llm.Cli.Output;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Completion;

/// <summary>The names that a user directory holds. Nothing is asked of a server; the database is opened for what only it knows.</summary>
internal sealed class CompletionValues(LlmHost host)
{
    private const int MostConversations = 50;
    private const int DescriptionLength = 60;

    /// <summary>A person waits: a database that is being written to is left alone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>All values of these kinds that begin with what is typed.</summary>
    /// <exception cref="LlmException">A file is broken or cannot be read.</exception>
    public async Task<IReadOnlyList<CompletionItem>> FindAsync(ValueKinds kinds, string typed, CancellationToken cancellationToken)
    {
        var items = new List<CompletionItem>();
        if (kinds.HasFlag(ValueKinds.Models)) items.AddRange(host.Models.ByName.Select(entry => Named(entry.Key, entry.Value.Id)));
        if (kinds.HasFlag(ValueKinds.ModelAliases)) items.AddRange(host.Aliases.Read().Select(entry => Named(entry.Key, entry.Value)));
        if (kinds.HasFlag(ValueKinds.Templates)) items.AddRange(Templates());
        if ((kinds & (ValueKinds.Fragments | ValueKinds.Conversations)) != 0 && File.Exists(host.Directory.LogsDatabase))
        {
            using var store = LogStore.OpenReadOnly(host.Directory.LogsDatabase, new LogStoreOptions { BusyTimeout = Patience });
            if (kinds.HasFlag(ValueKinds.Fragments))
            {
                items.AddRange((await store.ListFragmentAliasesAsync(cancellationToken)).Select(alias => new CompletionItem(alias)));
            }

            if (kinds.HasFlag(ValueKinds.Conversations))
            {
                var conversations = await store.FindConversationsAsync(typed, MostConversations, cancellationToken);
                items.AddRange(conversations.Select(found => new CompletionItem(found.Id, Excerpt.OneLine(found.Name ?? "", DescriptionLength))));
            }
        }

        return [.. items.Where(item => item.Text.StartsWith(typed, StringComparison.Ordinal))];
    }

    private static CompletionItem Named(string name, string model) => new(name, name == model ? null : model);

    /// <summary>By file name alone: reading them all takes longer than a person wants to wait.</summary>
    private IEnumerable<CompletionItem> Templates() => Directory.Exists(host.Templates.Path)
        ? Directory.EnumerateFiles(host.Templates.Path, "*.yaml").Select(file => new CompletionItem(Path.GetFileNameWithoutExtension(file)))
            .OrderBy(item => item.Text, StringComparer.Ordinal)
        : [];
}

/// <summary>A word that a command line may go on with.</summary>
/// <param name="Text">The whole word.</param>
/// <param name="Description">What shells that can show it say about it.</param>
internal sealed record CompletionItem(string Text, string? Description = null);

/// <summary>What the value of a parameter can be.</summary>
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
}
