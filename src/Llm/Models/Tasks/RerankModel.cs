namespace Llm;

/// <summary>A model that sorts texts by how well they answer a query.</summary>
public abstract class RerankModel : TaskModel
{
    /// <summary>Creates a model that is found under <paramref name="id"/>.</summary>
    protected RerankModel(string id)
        : base(id)
    {
    }

    /// <summary>Sorts documents.</summary>
    /// <param name="query">The question or words to sort by.</param>
    /// <param name="documents">The texts to sort.</param>
    /// <param name="top">How many of the best to return, from 1; null for all.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The documents, the best first, with the provider's own scores.</returns>
    /// <exception cref="LlmException">The provider refused or could not be reached.</exception>
    public Task<RerankResult> RerankAsync(
        string query, IReadOnlyList<string> documents, int? top = null, string? key = null,
        CancellationToken cancellationToken = default) =>
        RerankAsync(new RerankRequest(query, documents) { Top = top }, key, cancellationToken);

    /// <summary>Sorts the documents of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The documents, the best first, with the provider's own scores.</returns>
    /// <exception cref="LlmException">The provider refused, could not be reached, or returned documents that it was not given.</exception>
    public async Task<RerankResult> RerankAsync(
        RerankRequest request, string? key = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Query);
        ArgumentNullException.ThrowIfNull(request.Documents);
        if (request.Top is { } top) ArgumentOutOfRangeException.ThrowIfLessThan(top, 1, nameof(request));
        if (request.Documents.Count == 0) return new RerankResult([]);
        var ranked = new List<RankedDocument>();
        var seen = new bool[request.Documents.Count];
        foreach (var document in await RankAsync(request, key, cancellationToken))
        {
            if (document.Index < 0 || document.Index >= seen.Length || seen[document.Index])
            {
                throw new LlmException(
                    $"The model {Id} returned the document {document.Index}, which it was not given, or returned it twice.");
            }

            seen[document.Index] = true;
            if (!double.IsFinite(document.Score)) throw new LlmException($"The model {Id} returned a score that is not a number.");
            if (request.Threshold is { } threshold && document.Score < threshold) continue;
            // Those of the same score keep the order in which they were received.
            var place = ranked.Count;
            while (place > 0 && ranked[place - 1].Score < document.Score) place--;
            ranked.Insert(place, document);
        }

        if (request.Top < ranked.Count) ranked.RemoveRange(request.Top.Value, ranked.Count - request.Top.Value);
        return new RerankResult(ranked);
    }

    /// <summary>
    /// Scores the documents of a request, of which there is at least one. The result may have any order and may leave documents out;
    /// <see cref="RerankRequest.Top"/> and <see cref="RerankRequest.Threshold"/> are applied to it afterwards.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LlmException">The provider refused or could not be reached.</exception>
    protected abstract Task<IReadOnlyList<RankedDocument>> RankAsync(
        RerankRequest request, string? key, CancellationToken cancellationToken);
}

/// <summary>What a <see cref="RerankModel"/> sorts, and what it returns of it.</summary>
/// <param name="Query">The question or words to sort by.</param>
/// <param name="Documents">The texts to sort.</param>
public sealed record RerankRequest(string Query, IReadOnlyList<string> Documents)
{
    /// <summary>How many of the best to return, from 1; null for all.</summary>
    public int? Top { get; init; }

    /// <summary>The least score of a document to return, on the provider's scale; null for any.</summary>
    public double? Threshold { get; init; }
}

/// <summary>Documents in the order of their scores.</summary>
/// <param name="Documents">The documents, the best first.</param>
public sealed record RerankResult(IReadOnlyList<RankedDocument> Documents)
{
    /// <summary>
    /// Moves the scores to the range from 0 to 1: the least becomes 0 and the greatest 1; if all are the same, all become 1.
    /// </summary>
    /// <remarks>
    /// Scores of different providers, and often of different queries, have different scales. What is returned shows how the documents
    /// compare with each other, and no longer whether any of them is a good answer.
    /// </remarks>
    public RerankResult Normalise()
    {
        if (Documents.Count == 0) return this;
        var (least, greatest) = (Documents[0].Score, Documents[0].Score);
        foreach (var document in Documents)
        {
            least = Math.Min(least, document.Score);
            greatest = Math.Max(greatest, document.Score);
        }

        var range = greatest - least;
        var moved = new List<RankedDocument>(Documents.Count);
        foreach (var document in Documents)
            moved.Add(document with { Score = range > 0 ? (document.Score - least) / range : 1 });
        return new RerankResult(moved);
    }
}

/// <summary>A document with its score.</summary>
/// <param name="Index">The position in <see cref="RerankRequest.Documents"/>, from 0.</param>
/// <param name="Score">The provider's own score: a greater one is better. Its range depends on the model.</param>
public sealed record RankedDocument(int Index, double Score);
