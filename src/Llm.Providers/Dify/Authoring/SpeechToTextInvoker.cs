namespace Llm.Providers.Dify;

/// <summary>Runs models that write down speech: what Dify calls <c>Speech2TextModel</c>.</summary>
public abstract class SpeechToTextInvoker : ModelInvoker
{
    /// <summary>Writes down what is spoken in a recording.</summary>
    /// <param name="call">The model and the credentials.</param>
    /// <param name="request">The recording, which is not empty, and what is known about it.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="InvokeException">The provider refused or could not be reached.</exception>
    public abstract Task<TranscriptionResult> InvokeAsync(
        ModelCall call, TranscriptionRequest request, CancellationToken cancellationToken);
}
