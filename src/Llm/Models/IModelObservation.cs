namespace Llm;

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
