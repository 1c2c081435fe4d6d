namespace Llm;

/// <summary>The span and the metrics of one batch of embeddings.</summary>
internal sealed class EmbeddingTelemetry(EmbeddingModel model) : IModelObservation
{
    private readonly OperationTelemetry operation = new(model.Origin, "embeddings", model.Environment.Clock);

    public void Ended(Exception? error) => operation.End(error, operation.Elapsed);
}
