namespace Llm.Providers.Dify;

/// <summary>Runs models that read texts aloud: what Dify calls <c>TTSModel</c>.</summary>
public abstract class TextToSpeechInvoker : ModelInvoker
{
    /// <summary>Reads a text aloud.</summary>
    /// <param name="call">The model and the credentials.</param>
    /// <param name="request">
    /// The text, which is not empty; the voice, which is the usual one of the description if the user chose none; and other wishes.
    /// </param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The sound while it arrives.</returns>
    /// <exception cref="InvokeException">The provider refused or could not be reached.</exception>
    public abstract Task<SpeechResult> InvokeAsync(ModelCall call, SpeechRequest request, CancellationToken cancellationToken);
}
