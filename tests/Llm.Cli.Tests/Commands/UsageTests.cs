using System.Text.Json.Nodes;
using Llm.Cli.Output;
using Llm.Cli.Output.Usage;
using Llm.Storage.Logs;
using Llm.Storage.Sqlite;
using Llm.Testing;

namespace Llm.Cli.Tests.Commands;

public sealed class UsageTests : IDisposable
{
    private const string Prices = "fake: {input: 2, cached_input: 1, output: 10}\n";

    private readonly CommandRunner llm = new(Model("fake"), Model("other"));

    public void Dispose() => llm.Dispose();

    [Fact]
    public async Task The_usage_of_an_answer_shows_its_cost_if_it_is_asked_for()
    {
        llm.User.Write("prices.yaml", Prices);
        const string Usage = "Token usage: 1,000 input, 50 output, {\"prompt_tokens_details\": {\"cached_tokens\": 400}}";
        (await llm.RunAsync("hi", "-u")).Error.ShouldBe(Usage + "\n");
        // 600 × 2 + 400 × 1 + 50 × 10 dollars for a million.
        (await llm.RunAsync("hi", "--cost")).ShouldBe(CommandResult.Success("Hello\n", Usage + ", $0.0021\n"));
        (await llm.RunAsync("hi", "--cost", "-m", "other")).Error.ShouldBe(Usage + ", cost unknown\n");
        (await llm.RunAsync("config", "set", "usage.cost", "true")).ExitCode.ShouldBe(0);
        (await llm.RunAsync("hi", "-u")).Error.ShouldBe(Usage + ", $0.0021\n");
        (await llm.RunAsync("hi")).Error.ShouldBe("");
        // JSON has the cost by the option alone: programs that read it expect the Python tool's.
        JsonNode.Parse((await llm.RunAsync("hi", "--json")).Output)![0]!.AsObject().ContainsKey("cost_usd").ShouldBeFalse();
        var json = JsonNode.Parse((await llm.RunAsync("hi", "--json", "--cost", "-n")).Output)![0]!;
        json["cost_usd"]!.GetValue<double>().ShouldBe(0.0021);
    }

    [Fact]
    public async Task The_log_shows_costs_if_they_are_asked_for()
    {
        llm.User.Write("prices.yaml", Prices);
        await llm.RunAsync("hi");
        await llm.RunAsync("hi", "-m", "other");
        var usage = (await llm.RunAsync("logs", "-u")).Output;
        usage.ShouldNotContain("$");
        (await llm.RunAsync("logs", "--cost")).Output.ShouldBe(
            With(With(usage, ", $0.0021", last: false), ", cost unknown", last: true));
        (await llm.RunAsync("logs", "-s", "--cost")).Output.ShouldContain("cost: $0.0021");
        (await llm.RunAsync("logs", "-s", "--cost")).Output.ShouldContain("cost: unknown");
        (await llm.RunAsync("logs", "--json")).Output.ShouldNotContain("cost_usd");
        var turns = JsonNode.Parse((await llm.RunAsync("logs", "--json", "--cost")).Output)!.AsArray();
        turns.Select(turn => (double?)turn!["cost_usd"]).ShouldBe([0.0021, null]);
        turns[1]!.AsObject().ContainsKey("cost_usd").ShouldBeTrue();

        // The text with something after the first or the last of its two lines of usage.
        static string With(string text, string addition, bool last)
        {
            const string End = "400}}`";
            var at = (last ? text.LastIndexOf(End, StringComparison.Ordinal) : text.IndexOf(End, StringComparison.Ordinal)) + End.Length;
            return text[..at] + addition + text[at..];
        }
    }

    [Fact]
    public async Task Usage_is_added_up_by_day_model_provider_and_conversation()
    {
        llm.User.Write("prices.yaml", Prices + "groq/big: {input: 1, output: 1}\n");
        await LogAsync();
        (await llm.RunAsync("usage")).ShouldBe(CommandResult.Success(
            """
            day         responses   input  cached  output               cost
            2026-11-20          2   2,000     800     100            $0.0042
            2026-11-21          2  11,000     400      50    $0.01 + unknown
            2026-11-22          2   2,000     800     100            $0.0042
            total               6  15,000   2,000     250  $0.0184 + unknown

            """,
            "The cost leaves out 1 response, because the price or the number of tokens is not known: other. "
            + $"{Path.Combine(llm.Directory.Path, "prices.yaml")} can add prices.\n"));
        (await llm.RunAsync("usage", "--by", "model")).Output.ShouldBe(
            """
            model     responses   input  cached  output               cost
            groq/big          1  10,000       0       0              $0.01
            fake              4   4,000   1,600     200            $0.0084
            other             1   1,000     400      50            unknown
            total             6  15,000   2,000     250  $0.0184 + unknown

            """);
        var providers = JsonNode.Parse((await llm.RunAsync("usage", "--by", "provider", "--json")).Output)!.AsArray();
        providers
            .Select(row => (
                (string?)row!["provider"], (long)row["responses"]!, (double?)row["cost_usd"], (long)row["unpriced_responses"]!))
            .ShouldBe([("groq", 1L, 0.01, 0L), (null, 5L, 0.0084, 1L)]);
        var csv = (await llm.RunAsync("usage", "--by", "conversation", "--csv", "-n", "1")).Output.Split('\n');
        csv[0].ShouldStartWith("conversation,name,responses,");
        csv[1].ShouldEndWith(",\"a, \"\"b\"\"\",1,10000,0,0,0,0,0.01,0");
        csv.Length.ShouldBe(3);
    }

    [Fact]
    public async Task Totals_are_those_of_SQL_on_the_file()
    {
        llm.User.Write("prices.yaml", Prices);
        await LogAsync();
        using var database = Database.Open(llm.Directory.LogsDatabase);
        var rows = JsonNode.Parse((await llm.RunAsync("usage", "--json")).Output)!.AsArray();
        foreach (var row in rows)
        {
            var day = (string)row!["day"]!;
            const string Where = "FROM turns WHERE substr(datetime_utc, 1, 10) = ?1";
            ((long)row["responses"]!).ShouldBe(database.QueryInteger($"SELECT count(*) {Where}", day)!.Value);
            ((long)row["input_tokens"]!).ShouldBe(database.QueryInteger($"SELECT sum(input_tokens) {Where}", day)!.Value);
            ((long)row["output_tokens"]!).ShouldBe(database.QueryInteger($"SELECT sum(output_tokens) {Where}", day)!.Value);
        }

        rows.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Time_and_model_select_responses()
    {
        await LogAsync();
        (await DaysAsync("--since", "2026-11-21")).ShouldBe(["2026-11-21", "2026-11-22"]);
        (await DaysAsync("--until", "2026-11-21")).ShouldBe(["2026-11-20", "2026-11-21"]);
        (await DaysAsync("--until", "2026-11-21T00:00")).ShouldBe(["2026-11-20"]);
        (await DaysAsync("-m", "other")).ShouldBe(["2026-11-21"]);
        (await DaysAsync("-n", "1")).ShouldBe(["2026-11-22"]);
        var text = (await llm.RunAsync("usage", "-n", "1")).Output;
        text.ShouldContain("total, 2 more          6  15,000");
        (await llm.RunAsync("usage", "-m", "nobody")).ShouldBe(CommandResult.Success("", "No logged response matches.\n"));

        async Task<string[]> DaysAsync(params string[] words) =>
            [.. JsonNode.Parse((await llm.RunAsync(["usage", "--json", .. words])).Output)!.AsArray().Select(row => (string)row!["day"]!)];
    }

    [Fact]
    public async Task A_missing_log_has_no_usage()
    {
        (await llm.RunAsync("usage")).ShouldBe(CommandResult.Success("", "No logged response matches.\n"));
        (await llm.RunAsync("usage", "--json")).ShouldBe(CommandResult.Success("[]\n"));
        File.Exists(llm.Directory.LogsDatabase).ShouldBeFalse();
        var named = Path.Combine(llm.Directory.Path, "none.db");
        (await llm.RunAsync("usage", "-d", named)).ShouldBe(CommandResult.Failure($"No log database found at {named}"));
    }

    [Fact]
    public async Task A_wrong_price_is_reported_by_what_needs_it_and_nothing_else()
    {
        var file = llm.User.Write("prices.yaml", "fake: {input: -2, output: 10}\n");
        (await llm.RunAsync("hi", "-u")).ExitCode.ShouldBe(0);
        var error = $"{file}: the entry 'fake' is not valid: 'input' must be from 0 to 1,000,000 US dollars.";
        (await llm.RunAsync("usage")).ShouldBe(CommandResult.Failure(error));
        (await llm.RunAsync("logs", "--cost")).ShouldBe(CommandResult.Failure(error));
    }

    [Theory]
    [InlineData(40, 0, 0)]
    [InlineData(80, 18, 9)]
    // No bar is longer than 40 cells.
    [InlineData(200, 40, 20)]
    public void A_terminal_shows_bars_that_fit_it(int columns, int first, int second)
    {
        var report = new UsageReport("model", [Sum("one", 2), Sum("two", 1), Sum("unpriced", null)]);
        var lines = Table(report, columns, hasColour: false).Split('\n');
        lines.Select(line => line.Count(c => c == '█')).ShouldBe([0, first, second, 0, 0, 0]);
        if (first > 0) lines.ShouldAllBe(line => CellWidth.Of(line) < columns);
        Table(report, columns, hasColour: true).Contains("\e[36m█", StringComparison.Ordinal).ShouldBe(first > 0);
        // Without any cost, the bars are those of the tokens.
        Table(new UsageReport("model", [Sum("one", null)]), 200, hasColour: false).Count(c => c == '█').ShouldBe(40);
    }

    [Fact]
    public void Names_do_not_act_on_the_terminal() =>
        Table(new UsageReport("model", [Sum("\e[31mred", 1)]), 80, hasColour: false).ShouldNotContain('\e');

    private static UsageSum Sum(string model, decimal? cost) => new()
    {
        Key = model,
        Responses = 1,
        InputTokens = 10,
        Cost = cost,
        UnpricedResponses = cost is null ? 1 : 0,
    };

    private static string Table(UsageReport report, int columns, bool hasColour)
    {
        using var output = new StringWriter();
        var terminal = new Terminal(output, TextWriter.Null, outputIsTerminal: true, errorIsTerminal: true);
        new UsageTable(terminal, columns, hasColour).Write(report);
        return output.ToString();
    }

    [Theory]
    [InlineData(0, "$0")]
    [InlineData(0.0000004, "<$0.000001")]
    [InlineData(0.0000214, "$0.000021")]
    [InlineData(0.0021, "$0.0021")]
    [InlineData(0.0499, "$0.0499")]
    [InlineData(0.5, "$0.50")]
    [InlineData(1234.5, "$1,234.50")]
    public void Small_amounts_have_more_digits(double cost, string text) => CostText.Of((decimal)cost).ShouldBe(text);

    private static FakeModel Model(string id) => new(
        (_, context, _) =>
        {
            context.Usage = new Usage
            {
                InputTokens = 1000,
                OutputTokens = 50,
                Details = new JsonObject { ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = 400 } },
            };
            return new StreamEvent[] { "Hello" }.ToAsyncEnumerable();
        },
        id);

    /// <summary>Six responses on three days: four of fake, one of other without a price, one of a model that is gone.</summary>
    private async Task LogAsync()
    {
        foreach (var day in (int[])[20, 21, 22])
        {
            llm.Clock.Now = new DateTimeOffset(2026, 11, day, 10, 0, 0, TimeSpan.Zero);
            await llm.RunAsync("hi");
            if (day != 21) await llm.RunAsync("-c", "hi");
        }

        llm.Clock.Now = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
        await llm.RunAsync("hi", "-m", "other");
        using var database = Database.Open(llm.Directory.LogsDatabase);
        database.Execute("INSERT INTO threads (id, name) VALUES ('t', 'a, \"b\"')");
        database.Execute(
            "UPDATE turns SET model = 'groq/big', thread_id = 't', input_tokens = 10000, output_tokens = 0, token_details = NULL "
            + "WHERE id = (SELECT min(id) FROM turns WHERE substr(datetime_utc, 1, 10) = '2026-11-21' AND model = 'fake')");
    }
}
