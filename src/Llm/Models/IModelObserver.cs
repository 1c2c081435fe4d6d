namespace Llm;

/// <summary>Receives every request that the models of a host make: the seam for logs, traces and metrics.</summary>
/// <remarks>
/// The methods are called while the answer is on its way, by many prompts at once: they must be thread-safe and quick, and must not throw.
/// </remarks>
public interface IModelObserver
{
    /// <summary>Called before a prompt is sent; <see cref="PendingResponse.Response"/> is set when the answer has ended.</summary>
    /// <param name="response">The answer that is under way.</param>
    /// <param name="chain">What <see cref="BeginChain"/> returned if the prompt belongs to a chain; otherwise null.</param>
    /// <returns>The object that receives the rest of the request; null if nothing needs it.</returns>
    IModelObservation? BeginResponse(PendingResponse response, IModelObservation? chain);

    /// <summary>Called before texts are embedded.</summary>
    /// <inheritdoc cref="BeginResponse" path="/returns"/>
    IModelObservation? BeginEmbedding(EmbeddingModel model, IReadOnlyList<string> texts);

    /// <summary>Called before the first prompt of a chain with tools.</summary>
    /// <inheritdoc cref="BeginResponse" path="/returns"/>
    IModelObservation? BeginChain(Chain chain) => null;

    /// <summary>Called before a tool call that may run is run.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="call">The call.</param>
    /// <param name="chain">What <see cref="BeginChain"/> returned if the call belongs to a chain; otherwise null.</param>
    /// <inheritdoc cref="BeginResponse" path="/returns"/>
    IModelObservation? BeginToolCall(Tool tool, ToolCall call, IModelObservation? chain) => null;
}

/// <summary>Follows one request of a model, one chain or one tool call to its end.</summary>
/// <remarks>The methods are called one after the other, though not always on the same thread.</remarks>
public interface IModelObservation
{
    /// <summary>Called for each event of an answer.</summary>
    void Received(StreamEvent streamEvent)
    {
    }

    /// <summary>Called with the result of a tool call.</summary>
    void Returned(ToolResult result)
    {
    }

    /// <summary>Called once, when the request has ended.</summary>
    /// <param name="error">Why it failed or was cancelled; null if the answer is whole.</param>
    void Ended(Exception? error);
}
