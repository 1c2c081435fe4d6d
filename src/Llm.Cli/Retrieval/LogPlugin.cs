using Llm.Cli.Commands;
using Llm.Cli.Commands.Conversations;
using Llm.Storage.Logs;

namespace Llm.Cli.Retrieval;

/// <summary>Offers logged answers and conversations as fragments.</summary>
/// <remarks>It belongs to the command, because the host has no database.</remarks>
internal sealed class LogPlugin(CliContext context) : IPlugin
{
    private const string Prefix = "log";

    public string Name => "llm-log";

    public void RegisterFragmentLoaders(LoaderRegistry<FragmentLoader> loaders) => loaders.Add(
        Prefix, LoadAsync,
        "A logged conversation as Markdown, or one prompt with its answer: log:ID\nWithout an ID, the most recent conversation: log:");

    private async Task<LoadedFragments> LoadAsync(string argument, CancellationToken cancellationToken)
    {
        using var store = LogFile.OpenExisting(context.Host.Directory.LogsDatabase, context);
        var id = argument.Length > 0 ? argument : await store.FindNewestConversationIdAsync(cancellationToken);
        if (id is null) throw new LlmException("nothing is logged yet");
        var text = await store.LoadConversationAsync(id, cancellationToken) is { } conversation
            ? Transcript.ToMarkdown(conversation)
            : await store.ListAsync(new LogQuery { Ids = [id] }, cancellationToken) is [var turn]
                ? Transcript.ToMarkdown(turn)
                : throw ConversationsRenameCommand.Unknown(id);
        return new LoadedFragments([new Fragment(text, $"{Prefix}:{id}")], []);
    }
}
