using Llm.Providers.OpenAI.Embeddings;

namespace Llm.Providers.Dify;

/// <summary>Runs embedding models of a server with OpenAI's interface: what Dify calls <c>OAICompatEmbeddingModel</c>.</summary>
/// <remarks>It reads the same credentials as <see cref="OpenAICompatibleLanguageModelInvoker"/>. Texts are never cut.</remarks>
public class OpenAICompatibleTextEmbeddingInvoker : TextEmbeddingInvoker
{
    /// <inheritdoc cref="OpenAICompatibleLanguageModelInvoker.Complete"/>
    protected virtual void Complete(IDictionary<string, string> credentials)
    {
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<ReadOnlyMemory<float>>> InvokeAsync(
        ModelCall call, IReadOnlyList<string> texts, bool isQuery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var credentials = CompatibleServer.CredentialsOf(call, Complete);
        var model = new OpenAIEmbeddingModel(CompatibleServer.Of(call, credentials), new EmbeddingSettings(), () => call.Http)
        {
            Services = call.Services,
        };
        return model.EmbedAsync(texts, CompatibleServer.KeyOf(credentials), cancellationToken);
    }

    /// <summary>Embeds a word.</summary>
    /// <inheritdoc/>
    public override async Task ValidateCredentialsAsync(ModelCall call, CancellationToken cancellationToken)
    {
        try
        {
            await InvokeAsync(call, ["ping"], isQuery: false, cancellationToken);
        }
        catch (ProviderException ex)
        {
            throw new CredentialsValidateFailedException(ex.Message, ex);
        }
    }
}
