using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Adds up tokens and costs of the turns of the current tables and of those of versions before 0.32.</summary>
/// <remarks>
/// SQLite adds up the counts of all calls that have one price: those of one day to one model, which are all longer or all shorter than any
/// bound at which a price changes. So prices are looked up once for such a group, not for every call.
/// </remarks>
internal sealed class UsageReader(Database database, PriceTable prices)
{
    /// <summary>The counts in the details, each with the names that it has there.</summary>
    private static readonly string[][] Counts =
    [
        TokenDetails.ReadInInput, TokenDetails.ReadBesideInput, TokenDetails.WrittenInInput, TokenDetails.WrittenBesideInput,
        TokenDetails.WrittenForHour, TokenDetails.Reasoning,
    ];

    /// <summary>Adds up the turns that match; the order of the sums is not defined.</summary>
    public IReadOnlyList<UsageSum> Sum(UsageGrouping by, LogQuery query) => LogFilter.Run<IReadOnlyList<UsageSum>>(query, () =>
    {
        var sums = new OrderedDictionary<string, UsageSum>();
        foreach (var filter in (LogFilter[])[LogFilter.ForTurns(query), LogFilter.ForResponses(query)])
        {
            foreach (var row in database.Query(Sql(filter, by == UsageGrouping.Conversation), filter.Values))
            {
                var sum = Read(row, by);
                // Calls without a key have a group of their own; no model or conversation has this name.
                var key = sum.Key ?? "\0";
                sums[key] = sums.TryGetValue(key, out var known) ? known.Add(sum) : sum;
            }
        }

        return by == UsageGrouping.Conversation ? [.. sums.Values.Select(WithName)] : [.. sums.Values];
    });

    private string Sql(LogFilter filter, bool byConversation)
    {
        var table = filter.Table;
        var conversation = byConversation ? $"{table}.{(table == "turns" ? "thread_id" : "conversation_id")}" : "NULL";
        var counts = Counts.Select((names, i) => $"CASE WHEN details IS NULL THEN 0 ELSE coalesce({Extract(names)}, 0) END AS count{i}");
        // The whole input, for which the counts that Anthropic leaves out are needed. Materialised, a count is found once, not at each use.
        var exceeded = prices.Bounds.Select(bound => $"(input_tokens + count1 + count3 > {bound})");
        return $"""
            WITH
            calls AS (
                SELECT {conversation} AS conversation, substr({table}.datetime_utc, 1, 10) AS day, {table}.model, {table}.resolved_model,
                    {table}.input_tokens, {table}.output_tokens,
                    CASE WHEN json_valid({table}.token_details) THEN {table}.token_details END AS details
                FROM {filter.From} {filter.Where}),
            counted AS MATERIALIZED (
                SELECT conversation, day, model, resolved_model, input_tokens, output_tokens, {string.Join(", ", counts)},
                    CASE WHEN {Extract(TokenDetails.GeminiAnswer)} IS NULL AND output_tokens <> {Extract(TokenDetails.GeminiThoughts)}
                        THEN {Extract(TokenDetails.GeminiThoughts)} ELSE 0 END AS thoughts,
                    CASE WHEN typeof({Extract(TokenDetails.Cost)}) IN ('integer', 'real') THEN {Extract(TokenDetails.Cost)} END AS cost
                FROM calls)
            SELECT conversation, day, model, resolved_model, count(*) AS responses,
                input_tokens IS NOT NULL AND output_tokens IS NOT NULL AS is_counted, cost IS NOT NULL AS has_cost,
                {string.Join(" + ", exceeded.DefaultIfEmpty("0"))} AS exceeded,
                total(cost) AS cost, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens, sum(thoughts) AS thoughts,
                {string.Join(", ", Counts.Select((_, i) => $"sum(count{i}) AS count{i}"))}
            FROM counted
            GROUP BY 1, 2, 3, 4, 6, 7, 8
            """;
    }

    private static string Extract(string[] names)
    {
        var values = names.Select(name => $"json_extract(details, '$.{name}')").ToList();
        return values.Count == 1 ? values[0] : $"coalesce({string.Join(", ", values)})";
    }

    private UsageSum Read(Statement row, UsageGrouping by)
    {
        var (conversation, day, model, resolved) =
            (row.Text("conversation"), row.Text("day"), row.Text("model"), row.Text("resolved_model"));
        var (responses, isCounted, hasCost) = (row.Integer("responses") ?? 0, row.Integer("is_counted") == 1, row.Integer("has_cost") == 1);
        var (exceeded, reported) = (row.Integer("exceeded"), row.Real("cost"));
        var (input, output, thoughts) = (row.Integer("input_tokens") ?? 0, row.Integer("output_tokens") ?? 0, row.Integer("thoughts") ?? 0);
        var tokens = TokenCounts.Of(
            input, output, names => row.Integer($"count{Array.IndexOf(Counts, names)}") ?? 0, thoughts);
        var own = prices.FindOwn(model, resolved, day ?? PriceTable.LastDay);
        var price = own ?? (hasCost ? null : prices.FindKnown(model, resolved, day ?? PriceTable.LastDay));
        var cost = own is null && hasCost ? (decimal)reported : CostOf(price);
        var isInDollars = price is null or { Currency: CallCost.Dollars };
        return new UsageSum
        {
            Key = by switch
            {
                UsageGrouping.Day => day,
                UsageGrouping.Model => model,
                _ => conversation,
            },
            Responses = responses,
            InputTokens = tokens.Input,
            CachedTokens = tokens.CacheRead,
            CacheWriteTokens = tokens.CacheWrite + tokens.CacheWriteHour,
            OutputTokens = tokens.Output,
            ReasoningTokens = tokens.Reasoning,
            Cost = isInDollars ? cost : null,
            OtherCosts = isInDollars || cost is null ? [] : [new CallCost(cost.Value, price!.Currency)],
            UnpricedResponses = cost is null ? responses : 0,
            UnpricedModels = cost is null ? [model ?? ""] : [],
        };

        decimal? CostOf(ModelPrice? price) => price is null ? null : price.IsFree ? 0 : !isCounted ? null
            : price.CostOf(tokens, responses, price.Above is not null && exceeded > IndexOf(price.Bound));
    }

    private int IndexOf(long bound)
    {
        var index = 0;
        while (prices.Bounds[index] < bound) index++;
        return index;
    }

    private UsageSum WithName(UsageSum sum) => sum with
    {
        Name = database.QueryText(
            "SELECT coalesce((SELECT name FROM threads WHERE id = ?1), (SELECT name FROM conversations WHERE id = ?1))", sum.Key),
    };
}
