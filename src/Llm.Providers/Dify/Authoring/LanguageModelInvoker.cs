namespace Llm.Providers.Dify;

/// <summary>Runs language models: what Dify calls <c>LargeLanguageModel</c>.</summary>
public abstract class LanguageModelInvoker : ModelInvoker
{
    /// <summary>
    /// Answers a prompt, piece by piece if <see cref="LanguageModelCall.Stream"/> asks for it and in one piece otherwise.
    /// </summary>
    /// <param name="call">The prompt, the parameters and the credentials.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The events of the answer. A string is a piece of text.</returns>
    /// <exception cref="InvokeException">
    /// The provider refused or could not be reached. Other exceptions go through <see cref="ModelInvoker.MapError"/>.
    /// </exception>
    public abstract IAsyncEnumerable<StreamEvent> InvokeAsync(LanguageModelCall call, CancellationToken cancellationToken);

    /// <summary>
    /// Counts the tokens of a prompt. Unless it is overridden, the count is <see cref="TokenCount.Estimate(Prompt)"/>, which says that it
    /// is an estimate.
    /// </summary>
    /// <param name="call">The prompt.</param>
    /// <param name="cancellationToken">Stops a request, if one is needed.</param>
    public virtual Task<TokenCount> CountTokensAsync(LanguageModelCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Task.FromResult(TokenCount.Estimate(call.Prompt));
    }
}
