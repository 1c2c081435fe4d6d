namespace Llm;

/// <summary>Is told of every request that the models of a host make: the seam for logs, traces and metrics.</summary>
/// <remarks>
/// Calls come on the way of the answer, from many prompts at once: implementations must be thread-safe and quick and must not throw.
/// </remarks>
public interface IModelObserver
{
    /// <summary>A prompt is about to be sent. What describes the finished answer may be read when it has ended.</summary>
    /// <returns>What is told of the rest; null if nothing wants to know.</returns>
    IModelObservation? BeginResponse(Response response);

    /// <summary>Texts are about to be embedded.</summary>
    /// <inheritdoc cref="BeginResponse" path="/returns"/>
    IModelObservation? BeginEmbedding(EmbeddingModel model, IReadOnlyList<string> texts);
}

/// <summary>Follows one request of a model to its end.</summary>
/// <remarks>Calls come one after the other, though not always from the same thread.</remarks>
public interface IModelObservation
{
    /// <summary>The model said something; never called for embeddings.</summary>
    void Received(StreamEvent streamEvent)
    {
    }

    /// <summary>The request is over; called once.</summary>
    /// <param name="error">Why it failed or was cancelled; null if the answer is whole.</param>
    void Ended(Exception? error);
}
