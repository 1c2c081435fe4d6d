using Llm.Cli.Output.Logs;
using Llm.Commands;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Logs;

internal sealed class LogsListCommand(CliContext context) : Command
{
    public const string Name = "list";

    private const int DefaultCount = 3;

    private readonly LogsListParameters parameters = new();

    public override string? Example => "llm logs -n 1 --json";

    public override string Help => "Show logged prompts and their responses";

    public override IReadOnlyList<Parameter> Parameters => parameters.All;

    public override IReadOnlyList<Option> Additions => [parameters.Cost];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var store = LogFile.OpenExisting(parameters.Database.PathFor(invocation, context.Host.Directory), context);
        var (query, isOneConversation) = await BuildQueryAsync(invocation, store, cancellationToken);
        await ShowAsync(invocation, store.StreamAsync(query, cancellationToken), isOneConversation, cancellationToken);
        return 0;
    }

    private async Task<(LogQuery Query, bool IsOneConversation)> BuildQueryAsync(
        Invocation invocation, LogStore store, CancellationToken cancellationToken)
    {
        var resolver = new SchemaResolver(context.Host.Templates.LoadAsync, store);
        var schema = await parameters.Schema.ReadAsync(invocation, resolver, cancellationToken);
        CheckFormats(invocation);
        var conversationId = invocation.Get(parameters.ConversationId);
        if (invocation.Get(parameters.Current) || (invocation.Get(parameters.Response) && string.IsNullOrEmpty(conversationId)))
        {
            conversationId = await store.FindConversationIdOfNewestTurnAsync(cancellationToken)
                ?? throw new LlmException("No conversations found");
        }

        var fragments = await context.Fragments(store)
            .ResolveAsync(invocation.Get(parameters.Fragments), allowAttachments: false, cancellationToken);
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
                SchemaId = schema is { Count: > 0 } ? SchemaId.Compute(schema) : null,
                IdGreaterThan = invocation.Get(parameters.IdGreaterThan),
                IdAtLeast = invocation.Get(parameters.IdAtLeast),
                Text = string.IsNullOrEmpty(text) ? null : text,
                Latest = invocation.Get(parameters.Latest),
                // Lists are in chronological order; a search shows the best match first, and data the newest.
                OldestFirst = string.IsNullOrEmpty(text) && !invocation.Get(parameters.Data),
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

    private async Task ShowAsync(
        Invocation invocation, IAsyncEnumerable<LoggedTurn> turns, bool isOneConversation, CancellationToken cancellationToken)
    {
        var (expand, truncate) = (invocation.Get(parameters.Expand), invocation.Get(parameters.Truncate));
        var wantsCost = invocation.Get(parameters.Cost);
        var usage = invocation.Get(parameters.Usage) || wantsCost;
        var prices = wantsCost || (usage && context.Host.Settings.Get(Setting.UsageCost)) ? context.Host.Prices : null;
        var (dataKey, dataIds, dataArray) =
            (invocation.Get(parameters.DataKey), invocation.Get(parameters.DataIds), invocation.Get(parameters.DataArray));
        // Without a terminal, the output is that of the Python tool, which has no unfinished answers.
        var marksCutOff = context.Terminal.OutputIsTerminal;
        if (invocation.Get(parameters.Data) || dataArray || dataIds || dataKey is not null)
        {
            var data = new LogData(dataKey, dataIds, dataArray);
            await WriteAsync(data.Write);
            context.Terminal.Write(data.End());
        }
        else if (invocation.Get(parameters.Json))
        {
            var json = new LogJson(expand, truncate, wantsCost ? prices : null);
            await WriteAsync(json.Write);
            context.Terminal.WriteLine(json.End());
        }
        else if (await OneTextAsync(invocation, turns, cancellationToken) is { } text)
        {
            context.Terminal.WriteLine(text);
        }
        else if (invocation.Get(parameters.Short))
        {
            await WriteAsync(turn => LogShort.Write(turn, usage, truncate, marksCutOff, prices) + "\n");
        }
        else
        {
            await WriteAsync(new LogMarkdown(isOneConversation, expand, usage, truncate, marksCutOff, prices).Write);
        }

        async Task WriteAsync(Func<LoggedTurn, string> write)
        {
            await foreach (var turn in turns.WithCancellation(cancellationToken)) context.Terminal.Write(write(turn));
        }
    }

    /// <summary>Returns the code block or the answer to print; null if the turns are printed instead.</summary>
    private async Task<string?> OneTextAsync(Invocation invocation, IAsyncEnumerable<LoggedTurn> turns, CancellationToken cancellationToken)
    {
        var wantsCode = invocation.Get(parameters.Extract) || invocation.Get(parameters.ExtractLast);
        if (!wantsCode && !invocation.Get(parameters.Response)) return null;
        string? answer = null;
        await foreach (var turn in turns.WithCancellation(cancellationToken))
        {
            if (!wantsCode) answer = turn.Response;
            else if (FencedCode.Extract(turn.Response ?? "", invocation.Get(parameters.ExtractLast)) is { } code) return code;
        }

        return answer;
    }
}
