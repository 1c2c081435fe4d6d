using System.Text.Json.Nodes;
using Llm.Storage.Sqlite;

namespace Llm.Storage.Logs;

/// <summary>Lists turns of the current tables and of those of versions before 0.32 as one list.</summary>
/// <remarks>The ids are selected first, from the indexes alone; everything else is then read for many turns at once.</remarks>
internal sealed class LogReader(Database database, Func<string, IEnumerable<KeyValuePair<string, JsonNode>>?> modelReplacements)
{
    // A statement for this many turns takes little longer than one for a few; a stream keeps one batch in memory.
    private const int BatchSize = 500;

    // The prompt is more characteristic of a turn than the answer, so it has more weight.
    private const string Weights = "10.0, 1.0";

    /// <summary>A turn that matches.</summary>
    public sealed record Choice(string Id, bool IsLegacy, double Rank);

    /// <summary>Lists the turns that match, in the order of the query.</summary>
    public List<LoggedTurn> List(LogQuery query) => [.. Batches(query).SelectMany(Load)];

    /// <summary>Selects the ids of the turns that match, in the order of the query, in batches to load one after another.</summary>
    public List<Choice[]> Batches(LogQuery query)
    {
        var byRank = query.Text is not null && !query.Latest;
        var found = Choose(query, byRank);
        // The scores come from two indexes but are comparable, because both contain the same kind of text.
        var ordered = byRank ? found.OrderBy(choice => choice.Rank) : found.OrderByDescending(choice => choice.Id, StringComparer.Ordinal);
        var chosen = query.Limit is { } limit ? ordered.Take(limit) : ordered;
        return [.. (query.OldestFirst && !byRank ? chosen.Reverse() : chosen).Chunk(BatchSize)];
    }

    /// <summary>Loads one batch; turns that were deleted since they were selected are left out.</summary>
    public IEnumerable<LoggedTurn> Load(Choice[] batch)
    {
        var turns = new TurnReader(database, modelReplacements)
            .Load([.. batch.Where(choice => !choice.IsLegacy).Select(choice => choice.Id)]);
        var legacy = new LegacyReader(database).Load([.. batch.Where(choice => choice.IsLegacy).Select(choice => choice.Id)]);
        return batch.Select(choice => (choice.IsLegacy ? legacy : turns).GetValueOrDefault(choice.Id)).OfType<LoggedTurn>();
    }

    private List<Choice> Choose(LogQuery query, bool byRank) => LogFilter.Run<List<Choice>>(query, () =>
    [
        .. Choose(query, byRank, LogFilter.ForTurns(query), isLegacy: false),
        .. Choose(query, byRank, LogFilter.ForResponses(query), isLegacy: true),
    ]);

    private IEnumerable<Choice> Choose(LogQuery query, bool byRank, LogFilter filter, bool isLegacy)
    {
        if (byRank && filter.IsText && query.Limit is { } best) return ChooseBest(query.Text!, filter, isLegacy).Take(best);
        var rank = byRank ? $"bm25({filter.Index}, {Weights})" : "0";
        var sql = $"SELECT {filter.Table}.id, {rank} AS score FROM {filter.From} {filter.Where} "
            + $"ORDER BY {(byRank ? "score" : $"{filter.Table}.id DESC")}{(query.Limit is { } limit ? $" LIMIT {limit}" : "")}";
        return database.Query(sql, filter.Values).Select(row => new Choice(row.Text("id")!, isLegacy, row.Real("score")));
    }

    /// <summary>
    /// Chooses by rank as long as the caller takes turns. Only the turns that are taken are looked up, while a join would look up all that
    /// have the words.
    /// </summary>
    private IEnumerable<Choice> ChooseBest(string text, LogFilter filter, bool isLegacy)
    {
        var found = database.Query(
            $"SELECT rowid, rank FROM {filter.Index} WHERE {filter.Index} MATCH ?1 AND rank MATCH 'bm25({Weights})' ORDER BY rank", text);
        foreach (var row in found)
        {
            if (database.QueryText(filter.TurnOfRow, row.Integer("rowid")) is not { } id) continue;
            yield return new Choice(id, isLegacy, row.Real("rank"));
        }
    }
}
