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
