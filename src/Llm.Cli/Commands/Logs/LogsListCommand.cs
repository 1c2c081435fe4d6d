using Llm.Cli.Output.Logs;
using Llm.Commands;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Logs;

/// <example><c>llm logs -n 1 --json</c></example>
internal sealed class LogsListCommand(CliContext context) : Command
{
    private const int DefaultCount = 3;

    private readonly LogsListParameters parameters = new();

    public override string Help => "Show logged prompts and their responses";

    public override IReadOnlyList<Parameter> Parameters => parameters.All;

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var store = LogFile.OpenExisting(parameters.Database.PathFor(invocation, context.Host.Directory), context);
        var (query, isOneConversation) = await BuildQueryAsync(invocation, store, cancellationToken);
        IReadOnlyList<LogEntry> entries = await store.ListAsync(query, cancellationToken);
        // Lists read from old to new; a search shows the best match first and data the newest.
        if (query.Text is null && !invocation.Get(parameters.Data)) entries = [.. entries.Reverse()];
        Show(invocation, entries, isOneConversation);
        return 0;
    }

    private async Task<(LogQuery Query, bool IsOneConversation)> BuildQueryAsync(Invocation invocation, LogStore store, CancellationToken cancellationToken)
    {
        var schema = await parameters.Schema.ReadAsync(invocation, new SchemaResolver(context.Host.Templates.LoadAsync, store), cancellationToken);
        CheckFormats(invocation);
        var conversationId = invocation.Get(parameters.ConversationId);
        if (invocation.Get(parameters.Current) || (invocation.Get(parameters.Response) && string.IsNullOrEmpty(conversationId)))
        {
            conversationId = await store.FindConversationIdOfNewestTurnAsync(cancellationToken) ?? throw new LlmException("No conversations found");
        }

        var fragments = await context.Fragments(store).ResolveAsync(invocation.Get(parameters.Fragments), allowAttachments: false, cancellationToken);
        var isOneConversation = !string.IsNullOrEmpty(conversationId);
        var count = invocation.Get(parameters.Count) ?? (isOneConversation ? 0 : DefaultCount);
        var model = invocation.Get(parameters.Model);
        var text = invocation.Get(parameters.Query);
        return (
            new LogQuery
            {
                Limit = count > 0 ? count : null,
                Model = string.IsNullOrEmpty(model) ? null : context.Host.Models.Find(model)?.Id ?? model,
                ConversationId = isOneConversation ? conversationId : null,
                FragmentHashes = [.. fragments.Fragments.Select(fragment => fragment.Hash)],
                ToolNames = invocation.Get(parameters.Tools),
                AnyTool = invocation.Get(parameters.AnyTools),
                SchemaId = schema is null ? null : SchemaId.Of(schema),
                IdGreaterThan = invocation.Get(parameters.IdGreaterThan),
                IdAtLeast = invocation.Get(parameters.IdAtLeast),
                Text = string.IsNullOrEmpty(text) ? null : text,
                Latest = invocation.Get(parameters.Latest),
            },
            isOneConversation);
    }

    private void CheckFormats(Invocation invocation)
    {
        if (!invocation.Get(parameters.Short)) return;
        var others = new List<string>();
        if (invocation.Get(parameters.Json)) others.Add("--json");
        if (invocation.Get(parameters.Response)) others.Add("--response");
        if (others.Count > 0) throw new LlmException($"Cannot use --short and {string.Join(" or ", others)} together");
    }

    private void Show(Invocation invocation, IReadOnlyList<LogEntry> entries, bool isOneConversation)
    {
        var terminal = context.Terminal;
        var dataKey = invocation.Get(parameters.DataKey);
        if (invocation.Get(parameters.Data) || invocation.Get(parameters.DataArray) || invocation.Get(parameters.DataIds) || dataKey is not null)
        {
            foreach (var line in LogData.Write(entries, dataKey, invocation.Get(parameters.DataIds), invocation.Get(parameters.DataArray)))
            {
                terminal.WriteLine(line);
            }
        }
        else if (invocation.Get(parameters.Json))
        {
            terminal.WriteLine(LogJson.Write(entries, invocation.Get(parameters.Expand), invocation.Get(parameters.Truncate)));
        }
        else if (OneText(invocation, entries) is { } text)
        {
            terminal.WriteLine(text);
        }
        else if (invocation.Get(parameters.Short))
        {
            foreach (var entry in entries) terminal.WriteLine(LogShort.Write(entry, invocation.Get(parameters.Usage), invocation.Get(parameters.Truncate)));
        }
        else
        {
            var markdown = new LogMarkdown(
                isOneConversation, invocation.Get(parameters.Expand), invocation.Get(parameters.Usage), invocation.Get(parameters.Truncate));
            foreach (var entry in entries) terminal.Write(markdown.Write(entry));
        }
    }

    /// <summary>The code block or the answer that was asked for; null where the turns themselves are wanted.</summary>
    private string? OneText(Invocation invocation, IReadOnlyList<LogEntry> entries)
    {
        if (invocation.Get(parameters.Extract) || invocation.Get(parameters.ExtractLast))
        {
            return entries.Select(entry => FencedCode.Extract(entry.Response ?? "", invocation.Get(parameters.ExtractLast))).FirstOrDefault(code => code is not null);
        }

        return invocation.Get(parameters.Response) && entries.Count > 0 ? entries[^1].Response : null;
    }
}
