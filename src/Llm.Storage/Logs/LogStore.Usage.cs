namespace Llm.Storage.Logs;

/// <content>Adds up what logged calls used and cost.</content>
public sealed partial class LogStore
{
    /// <summary>Adds up tokens and costs of logged calls; the order of the sums is not defined.</summary>
    /// <param name="by">What the calls of one sum have in common.</param>
    /// <param name="prices">What models cost, usually <c>LlmHost.Prices</c>.</param>
    /// <param name="query">The calls; null for all. Limit and order are ignored.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlmException">The search text is not valid, or the database cannot be read.</exception>
    public Task<IReadOnlyList<UsageSum>> SumUsageAsync(
        UsageGrouping by, PriceTable prices, LogQuery? query = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prices);
        return Read(() => new UsageReader(database, prices).Sum(by, query ?? new LogQuery()), cancellationToken);
    }
}
