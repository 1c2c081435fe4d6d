namespace Llm;

/// <summary>Receives every request that the models of a host make: the seam for logs, traces and metrics.</summary>
/// <remarks>
/// The methods are called while the answer is on its way, by many prompts at once: they must be thread-safe and quick, and must not throw.
/// </remarks>
public interface IModelObserver
{
    /// <summary>Called before a prompt is sent; <see cref="PendingResponse.Response"/> is set when the answer has ended.</summary>
    /// <returns>The object that receives the rest of the request; null if nothing needs it.</returns>
    IModelObservation? BeginResponse(PendingResponse response);

    /// <summary>Called before texts are embedded.</summary>
    /// <inheritdoc cref="BeginResponse" path="/returns"/>
    IModelObservation? BeginEmbedding(EmbeddingModel model, IReadOnlyList<string> texts);
}

/// <summary>Follows one request of a model to its end.</summary>
/// <remarks>The methods are called one after the other, though not always on the same thread.</remarks>
public interface IModelObservation
{
    /// <summary>Called for each event of the answer; never for embeddings.</summary>
    void Received(StreamEvent streamEvent)
    {
    }

    /// <summary>Called once, when the request has ended.</summary>
    /// <param name="error">Why it failed or was cancelled; null if the answer is whole.</param>
    void Ended(Exception? error);
}
