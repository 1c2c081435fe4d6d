using Llm.Providers.Rerank;

namespace Llm.Providers.Dify;

/// <summary>
/// Runs rerankers of a server with the interface <c>/rerank</c>, which many have in common: what Dify calls <c>OAICompatRerankModel</c>.
/// </summary>
/// <remarks>
/// It reads the same credentials as <see cref="OpenAICompatibleLanguageModelInvoker"/>. Scores are passed on as they are; Dify moves them
/// to the range from 0 to 1.
/// </remarks>
public class OpenAICompatibleRerankInvoker : RerankInvoker
{
    /// <inheritdoc cref="OpenAICompatibleLanguageModelInvoker.Complete"/>
    protected virtual void Complete(IDictionary<string, string> credentials)
    {
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<RankedDocument>> InvokeAsync(
        ModelCall call, RerankRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(request);
        var credentials = CompatibleServer.CredentialsOf(call, Complete);
        var model = new RerankServerModel(CompatibleServer.Of(call, credentials), members: null, () => call.Http)
        {
            Services = call.Services,
        };
        return (await model.RerankAsync(request, CompatibleServer.KeyOf(credentials), cancellationToken)).Documents;
    }

    /// <summary>Sorts two short texts.</summary>
    /// <inheritdoc/>
    public override async Task ValidateCredentialsAsync(ModelCall call, CancellationToken cancellationToken)
    {
        try
        {
            await InvokeAsync(call, new RerankRequest("ping", ["ping", "pong"]), cancellationToken);
        }
        catch (ProviderException ex)
        {
            throw new CredentialsValidateFailedException(ex.Message, ex);
        }
    }
}
