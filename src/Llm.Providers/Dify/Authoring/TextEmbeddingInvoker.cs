namespace Llm.Providers.Dify;

/// <summary>Runs models that turn texts into vectors: what Dify calls <c>TextEmbeddingModel</c>.</summary>
public abstract class TextEmbeddingInvoker : ModelInvoker
{
    /// <summary>Embeds a batch of texts.</summary>
    /// <param name="call">The model and the credentials.</param>
    /// <param name="texts">The texts, at most as many as the property <c>max_chunks</c> of the model says, or one.</param>
    /// <param name="isQuery">Whether the texts are searched with, rather than in.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The vectors, in the order of the texts.</returns>
    /// <exception cref="InvokeException">The provider refused or could not be reached.</exception>
    public abstract Task<IReadOnlyList<ReadOnlyMemory<float>>> InvokeAsync(
        ModelCall call, IReadOnlyList<string> texts, bool isQuery, CancellationToken cancellationToken);

    /// <summary>Counts the tokens of each text; unless it is overridden, by an estimate that says so.</summary>
    /// <param name="call">The model and the credentials.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Stops a request, if one is needed.</param>
    public virtual Task<IReadOnlyList<TokenCount>> CountTokensAsync(
        ModelCall call, IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TokenCount>>([.. texts.Select(TokenCount.Estimate)]);
}
