using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Cli.Output.Usage;
using Llm.Commands;
using Llm.Json;
using Llm.Storage.Logs;

namespace Llm.Cli.Commands.Usage;

internal sealed class UsageCommand(CliContext context) : Command
{
    public const string Name = "usage";

    public const string Summary = "Show what logged responses used and cost";

    private const int DefaultCount = 30;

    private readonly ValueOption<string> by = new("--by")
    {
        Help = "What to add up by; default day",
        Default = "day",
        Parser = ValueParsers.Choice("day", "model", "provider", "conversation"),
    };

    private readonly AgeOption since = new("--since", "Only responses since then: 36h, 30d, 8w, 1y or a date such as 2026-01-31");
    private readonly AgeOption until = new("--until", "Only responses until then; the day of a date is included");
    private readonly ValueOption<string> model = new("-m", "--model") { Help = "Only responses of this model or model alias" };
    private readonly ValueOption<int?> count = new("-n", "--count")
    {
        Help = "Number of rows to show: the last days, or what costs most; default 30, with --json and --csv all (0)",
    };

    private readonly Flag json = new("--json") { Help = "Output as JSON" };
    private readonly Flag csv = new("--csv") { Help = "Output as CSV" };
    private readonly DatabaseOption database = new();

    public override string? Example => "llm usage --by model --since 30d";

    public override string Help => $$"""
        {{Summary}}

        Days are in UTC. Costs are in US dollars, by the prices that come with llm and those in prices.yaml in the user directory. Those of
        packages of models stay in the currency of the package.

        \b
            llm usage --since 30d
            llm usage --by model --json
        """;

    public override IReadOnlyList<Parameter> Parameters =>
        [by, since.Option, until.Option, model, count, json, csv, database.Option];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Get(json) && invocation.Get(csv)) throw new LlmException("Cannot use --json and --csv together");
        var isData = invocation.Get(json) || invocation.Get(csv);
        var report = new UsageReport(invocation.Get(by)!, await SumAsync(invocation, cancellationToken))
        {
            Limit = invocation.Get(count) ?? (isData ? 0 : DefaultCount),
        };
        if (invocation.Get(json)) context.Terminal.WriteLine(PythonJson.Indented(report.ToJson()));
        else if (invocation.Get(csv)) context.Terminal.Write(report.ToCsv());
        else Show(report);
        return 0;
    }

    private void Show(UsageReport report)
    {
        if (report.Total.Responses == 0)
        {
            context.Terminal.WriteErrorLine("No logged response matches.");
            return;
        }

        new UsageTable(context.Terminal, context.Terminal.Columns, TerminalLook.HasColour).Write(report);
        if (report.Unpriced is { } note)
        {
            context.Terminal.WriteErrorLine(
                $"{note} {Path.Combine(context.Host.Directory.Path, PriceTable.UserFile)} can add prices.", TextStyle.Note);
        }
    }

    private async Task<IReadOnlyList<UsageSum>> SumAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (now, prices) = (context.Host.Services.Clock.GetUtcNow(), context.Host.Prices);
        var query = new LogQuery
        {
            Since = since.Read(invocation, now),
            Before = until.ReadEnd(invocation, now),
            Model = invocation.Get(model) is { Length: > 0 } name ? context.Host.Models.Find(name)?.Id ?? name : null,
        };
        var path = database.PathFor(invocation, context.Host.Directory);
        // Before the first prompt, there is no log and no usage; a log that was named has to be there.
        if (!File.Exists(path) && invocation.Get(database.Option) is not { Length: > 0 }) return [];
        using var store = LogFile.OpenExisting(path, context);
        var grouping = invocation.Get(by) switch
        {
            "day" => UsageGrouping.Day,
            "conversation" => UsageGrouping.Conversation,
            _ => UsageGrouping.Model,
        };
        var sums = await store.SumUsageAsync(grouping, prices, query, cancellationToken);
        return invocation.Get(by) == "provider" ? ByProvider(sums) : sums;
    }

    private IReadOnlyList<UsageSum> ByProvider(IReadOnlyList<UsageSum> models)
    {
        var providers = new OrderedDictionary<string, UsageSum>();
        foreach (var sum in models)
        {
            var provider = sum.Key is { Length: > 0 } id ? context.Host.ProviderOf(id) : null;
            var key = provider ?? "";
            var own = sum with { Key = provider };
            providers[key] = providers.TryGetValue(key, out var known) ? known.Add(own) : own;
        }

        return [.. providers.Values];
    }
}
