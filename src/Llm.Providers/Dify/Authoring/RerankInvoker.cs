namespace Llm.Providers.Dify;

/// <summary>Runs models that sort texts: what Dify calls <c>RerankModel</c>.</summary>
public abstract class RerankInvoker : ModelInvoker
{
    /// <summary>Scores documents. They may be in any order, and some may be missing.</summary>
    /// <param name="call">The model and the credentials.</param>
    /// <param name="request">The query, the documents, of which there is at least one, and how many results are wanted.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The positions of the documents with their scores, a greater one being better.</returns>
    /// <exception cref="InvokeException">The provider refused or could not be reached.</exception>
    public abstract Task<IReadOnlyList<RankedDocument>> InvokeAsync(
        ModelCall call, RerankRequest request, CancellationToken cancellationToken);
}
