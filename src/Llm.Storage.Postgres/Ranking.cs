using Llm.Json;

namespace Llm.Storage.Postgres;

/// <summary>
/// Gives entries their exact scores and the order of all stores: by score, then by ID, and those without a score last. Not thread-safe.
/// </summary>
internal sealed class Ranking(ReadOnlyMemory<float> query)
{
    private readonly double magnitude = CosineSimilarity.Magnitude(query.Span);
    private readonly List<(string Id, double? Score)> entries = [];

    /// <summary>Adds an entry.</summary>
    public void Add(string id, ReadOnlySpan<float> vector)
    {
        var score = CosineSimilarity.Of(query.Span, magnitude, vector);
        entries.Add((id, double.IsFinite(score) ? score : null));
    }

    /// <summary>Returns the best entries, the best first.</summary>
    /// <param name="number">The number of entries; a negative number returns all.</param>
    public IReadOnlyList<(string Id, double? Score)> Best(int number)
    {
        entries.Sort(static (first, second) =>
        {
            var byScore = (second.Score ?? double.NegativeInfinity).CompareTo(first.Score ?? double.NegativeInfinity);
            return byScore != 0 ? byScore : CodePointComparer.Instance.Compare(first.Id, second.Id);
        });
        return number < 0 || number >= entries.Count ? entries : entries[..number];
    }
}
