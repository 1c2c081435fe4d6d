using Llm;
using Llm.Providers.Dify;

namespace Kennel;

/// <summary>Sorts texts by how many words of the query they have; no server is needed for it.</summary>
public sealed class KennelReranker : RerankInvoker
{
    public override Task<IReadOnlyList<RankedDocument>> InvokeAsync(
        ModelCall call, RerankRequest request, CancellationToken cancellationToken)
    {
        var words = request.Query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ranked = request.Documents.Select((document, index) => new RankedDocument(
            index, words.Count(word => document.Contains(word, StringComparison.OrdinalIgnoreCase)) / (double)words.Length));
        return Task.FromResult<IReadOnlyList<RankedDocument>>([.. ranked]);
    }
}
