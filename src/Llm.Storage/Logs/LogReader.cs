using System.Text.Json.Nodes;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Lists turns of both generations of tables, merged.</summary>
/// <remarks>The ids are chosen first, from the indexes alone; everything else is then read for all chosen turns at once.</remarks>
internal sealed class LogReader(Database database, Func<string, IEnumerable<KeyValuePair<string, JsonNode>>?> modelReplacements)
{
    // A statement for so many turns costs little more than one for a few, and this is what a stream of them holds in memory.
    private const int BatchSize = 500;

    /// <summary>A turn that matches.</summary>
    public sealed record Choice(string Id, bool IsLegacy, double Rank);

    /// <summary>The turns that match, in the order of the query.</summary>
    public List<LoggedTurn> List(LogQuery query) => [.. Batches(query).SelectMany(Load)];

    /// <summary>The ids of the turns that match, in the order of the query, in portions to be loaded one after another.</summary>
    public List<Choice[]> Batches(LogQuery query)
    {
        var byRank = query.Text is not null && !query.Latest;
        var found = Choose(query, byRank);
        // The scores come from two indexes, which is close enough: both hold the same kind of text.
        var ordered = byRank ? found.OrderBy(choice => choice.Rank) : found.OrderByDescending(choice => choice.Id, StringComparer.Ordinal);
        var chosen = query.Limit is { } limit ? ordered.Take(limit) : ordered;
        return [.. (query.OldestFirst && !byRank ? chosen.Reverse() : chosen).Chunk(BatchSize)];
    }

    /// <summary>Loads one portion; what was deleted since it was chosen is left out.</summary>
    public IEnumerable<LoggedTurn> Load(Choice[] batch)
    {
        List<string> Ids(bool isLegacy) => [.. batch.Where(choice => choice.IsLegacy == isLegacy).Select(choice => choice.Id)];
        var turns = new TurnReader(database, modelReplacements).Load(Ids(isLegacy: false));
        var legacy = new LegacyReader(database).Load(Ids(isLegacy: true));
        return batch.Select(choice => (choice.IsLegacy ? legacy : turns).GetValueOrDefault(choice.Id)).OfType<LoggedTurn>();
    }

    private List<Choice> Choose(LogQuery query, bool byRank) => LogFilter.Use<List<Choice>>(query, () =>
    [
        .. Choose(query, byRank, LogFilter.ForTurns(query), "turns"),
        .. Choose(query, byRank, LogFilter.ForResponses(query), "responses"),
    ]);

    private IEnumerable<Choice> Choose(LogQuery query, bool byRank, LogFilter filter, string table)
    {
        var isLegacy = table == "responses";
        // What was typed says more about a turn than what was answered.
        var rank = byRank ? $"bm25({(isLegacy ? "responses_fts" : "turn_search_fts")}, 10.0, 1.0)" : "0";
        var sql = $"SELECT {table}.id, {rank} AS score FROM {filter.From} {filter.Where} "
            + $"ORDER BY {(byRank ? "score" : $"{table}.id DESC")}{(query.Limit is { } limit ? $" LIMIT {limit}" : "")}";
        return database.Query(sql, filter.Values).Select(row => new Choice(row.Text("id")!, isLegacy, row.Real("score")));
    }
}
