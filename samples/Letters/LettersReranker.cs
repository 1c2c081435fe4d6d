using Llm;

namespace Letters;

/// <summary>Sorts texts by how similar their letters are to those of the query.</summary>
public sealed class LettersReranker() : RerankModel("letters-rank")
{
    protected override async Task<IReadOnlyList<RankedDocument>> RankAsync(
        RerankRequest request, string? key, CancellationToken cancellationToken)
    {
        var vectors = await new LettersModel().EmbedAsync([request.Query, .. request.Documents], key, cancellationToken);
        return [.. vectors.Skip(1).Select((vector, i) => new RankedDocument(i, CosineSimilarity.Of(vectors[0].Span, vector.Span)))];
    }
}
