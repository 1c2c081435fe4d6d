using Llm.Storage.Logs;

namespace Llm.Storage.Tests.Logs;

/// <summary>Sums of usage, beside those of other SQL statements on the same file and beside the costs of single turns.</summary>
public sealed class UsageSumTests : LogStoreTest
{
    private static readonly string?[] Details =
    [
        null,
        """{"prompt_tokens_details": {"cached_tokens": 40}}""",
        """{"input_tokens_details": {"cached_tokens": 30}, "output_tokens_details": {"reasoning_tokens": 5}}""",
        """{"cache_read_input_tokens": 70, "cache_creation_input_tokens": 20, "cache_creation": {"ephemeral_1h_input_tokens": 15}}""",
        """{"cachedContentTokenCount": 10, "candidatesTokenCount": 3, "thoughtsTokenCount": 4}""",
        """{"thoughtsTokenCount": 9}""",
        """{"cost": 0.5}""",
        """{"cost": {"total_cost": 0.25, "request_cost": 0.1}}""",
        "not JSON",
        """{"cost": "free", "cache_read_input_tokens": "many"}""",
    ];

    private static readonly string[] Models =
        ["gpt-4o", "anthropic/claude-sonnet-4-5", "gemini/gemini-2.5-flash", "o3", "unknown", "openrouter/openai/gpt-4o", "echo"];

    private readonly PriceTable prices;

    public UsageSumTests()
    {
        File.WriteAllText(folder.File(PriceTable.UserFile), "o3: {input: 3, output: 7, above: {tokens: 100, input: 100, output: 200}}\n");
        prices = PriceTable.Load(new UserDirectory(Path.GetDirectoryName(folder.File("x"))!));
        database.Write(() =>
        {
            for (var i = 0; i < 500; i++) Add(i);
            return 0;
        });
    }

    [Fact]
    public async Task Counts_are_those_of_other_SQL()
    {
        var sums = await store.SumUsageAsync(UsageGrouping.Model, prices);
        sums.Count.ShouldBe(Models.Length);
        foreach (var sum in sums)
        {
            const string Both = "(SELECT model, input_tokens, output_tokens, token_details, datetime_utc FROM turns "
                + "UNION ALL SELECT model, input_tokens, output_tokens, token_details, datetime_utc FROM responses) WHERE model = ?1";
            sum.Responses.ShouldBe(database.QueryInteger($"SELECT count(*) FROM {Both}", sum.Key)!.Value);
            // By another way than the store's: text instead of JSON paths.
            sum.InputTokens.ShouldBe(database.QueryInteger(
                "SELECT sum(coalesce(input_tokens, 0) + iif(token_details LIKE '%cache_read_input_tokens\": 70,%', 90, 0)) FROM " + Both,
                sum.Key)!.Value);
            sum.CachedTokens.ShouldBe(database.QueryInteger(
                "SELECT sum(iif(token_details LIKE '%cached_tokens\": 40%', 40, iif(token_details LIKE '%cached_tokens\": 30%', 30, "
                + "iif(token_details LIKE '%input_tokens\": 70,%', 70, iif(token_details LIKE '%ContentTokenCount\": 10%', 10, 0))))) FROM "
                + Both,
                sum.Key)!.Value);
            sum.CacheWriteTokens.ShouldBe(20 * database.QueryInteger(
                $"SELECT count(*) FROM {Both} AND token_details LIKE '%creation_input_tokens\": 20%'", sum.Key)!.Value);
            sum.OutputTokens.ShouldBe(database.QueryInteger(
                "SELECT sum(coalesce(output_tokens, 0) "
                + "+ iif(token_details = '{\"thoughtsTokenCount\": 9}' AND output_tokens <> 9, 9, 0)) FROM " + Both,
                sum.Key)!.Value);
            sum.ReasoningTokens.ShouldBe(database.QueryInteger(
                "SELECT sum(iif(token_details LIKE '%reasoning%', 5, iif(token_details LIKE '%thoughtsTokenCount\": 4%', 4, "
                + "iif(token_details LIKE '%thoughtsTokenCount\": 9%', 9, 0)))) FROM " + Both,
                sum.Key)!.Value);
        }
    }

    [Theory]
    [InlineData(UsageGrouping.Day)]
    [InlineData(UsageGrouping.Model)]
    [InlineData(UsageGrouping.Conversation)]
    public async Task Costs_are_those_of_the_single_turns(UsageGrouping by)
    {
        var turns = await store.ListAsync(new LogQuery());
        var expected = turns
            .GroupBy(turn => by switch
            {
                UsageGrouping.Day => turn.DatetimeUtc![..10],
                UsageGrouping.Model => turn.Model,
                _ => turn.ConversationId,
            })
            .Select(group => (
                group.Key,
                Cost: group.All(turn => turn.CostBy(prices) is null) ? null : group.Sum(turn => turn.CostBy(prices) ?? 0) as decimal?,
                Unpriced: (long)group.Count(turn => turn.CostBy(prices) is null)))
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        var sums = await store.SumUsageAsync(by, prices);
        sums.OrderBy(sum => sum.Key, StringComparer.Ordinal)
            .Select(sum => (sum.Key, sum.Cost, Unpriced: sum.UnpricedResponses)).ShouldBe(expected);
        sums.Sum(sum => sum.UnpricedResponses).ShouldBeGreaterThan(50);
        sums.SelectMany(sum => sum.UnpricedModels).ShouldContain("unknown");
        if (by == UsageGrouping.Conversation) sums.ShouldAllBe(sum => sum.Name == "name of " + sum.Key);
    }

    [Fact]
    public async Task Costs_in_other_currencies_are_kept_apart()
    {
        var packages = PriceTable.Load(new UserDirectory(Path.GetDirectoryName(folder.File("x"))!), name => name switch
        {
            "unknown" => Price("RMB"),
            "echo" => Price("EUR"),
            _ => null,
        });
        var sums = await store.SumUsageAsync(UsageGrouping.Model, packages);
        var turns = await store.ListAsync(new LogQuery());
        foreach (var (model, currency) in new[] { ("unknown", "RMB"), ("echo", "EUR") })
        {
            var sum = sums.Single(sum => sum.Key == model);
            var costs = turns.Where(turn => turn.Model == model).Select(turn => turn.FindCost(packages)).ToList();
            // Servers reported some in dollars.
            sum.OtherCosts.ShouldHaveSingleItem().Currency.ShouldBe(currency);
            var expected = costs.Where(cost => cost?.Currency == currency).Sum(cost => cost!.Value.Amount);
            // Each call is rounded to seven decimals, a sum is not.
            Math.Abs(sum.OtherCosts[0].Amount - expected).ShouldBeLessThan(0.0000001m * costs.Count);
            sum.Cost.ShouldBe(costs.Any(cost => cost?.InDollars is not null) ? costs.Sum(cost => cost?.InDollars ?? 0) : null);
            sum.UnpricedResponses.ShouldBe(costs.Count(cost => cost is null));
        }

        var total = new UsageSum { Key = "total" };
        foreach (var sum in sums) total = total.Add(sum);
        total.OtherCosts.Select(cost => cost.Currency).ShouldBe(["EUR", "RMB"]);
        total.Add(total).OtherCosts[0].Amount.ShouldBe(2 * total.OtherCosts[0].Amount);
        total.Cost.ShouldBe(sums.Sum(sum => sum.Cost ?? 0));

        static ModelPrice Price(string currency) => new()
        {
            Currency = currency,
            IsOfPackage = true,
            Input = 3,
            CachedInput = 3,
            CacheWrite = 3,
            CacheWriteHour = 3,
            Output = 7,
        };
    }

    [Fact]
    public async Task Conditions_select_turns()
    {
        var query = new LogQuery
        {
            Model = "gpt-4o",
            Since = new DateTimeOffset(2026, 6, 3, 0, 0, 0, TimeSpan.Zero),
            Before = new DateTimeOffset(2026, 6, 5, 0, 0, 0, TimeSpan.Zero),
        };
        var sums = await store.SumUsageAsync(UsageGrouping.Day, prices, query);
        sums.Select(sum => sum.Key).Order().ShouldBe(["2026-06-03", "2026-06-04"]);
        sums.Sum(sum => sum.Responses).ShouldBe((await store.ListAsync(query)).Count);
    }

    [Fact]
    public async Task An_empty_log_has_no_sums()
    {
        database.ExecuteScript("DELETE FROM turns; DELETE FROM responses;");
        (await store.SumUsageAsync(UsageGrouping.Day, prices)).ShouldBeEmpty();
    }

    /// <summary>A turn, or every third time a response of a version before 0.32.</summary>
    private void Add(int i)
    {
        var (conversation, id) = ($"c{i % 11}", $"{i:00000}");
        var day = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(i * 0.7).ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'");
        object?[] values =
        [
            id, conversation, Models[i % Models.Length],
            i % 13 == 0 ? null : (long)(50 + (i % 90)), i % 17 == 0 ? null : (long)(5 + (i % 20)),
            i % 13 == 0 ? null : Details[i % Details.Length], day,
        ];
        var (table, of) = i % 3 == 0 ? ("responses", "conversation_id") : ("turns", "thread_id");
        database.Execute(
            $"INSERT OR IGNORE INTO {(i % 3 == 0 ? "conversations" : "threads")} (id, name) VALUES (?1, 'name of ' || ?1)", conversation);
        database.Execute(
            $"INSERT INTO {table} (id, {of}, model, input_tokens, output_tokens, token_details, datetime_utc) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            values);
    }
}
