namespace Llm.Providers.Dify;

/// <summary>Runs models that check texts: what Dify calls <c>ModerationModel</c>.</summary>
public abstract class ModerationInvoker : ModelInvoker
{
    /// <summary>Checks a text.</summary>
    /// <param name="call">The model and the credentials.</param>
    /// <param name="text">The text, which is not empty.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="InvokeException">The provider refused or could not be reached.</exception>
    public abstract Task<ModerationResult> InvokeAsync(ModelCall call, string text, CancellationToken cancellationToken);
}
