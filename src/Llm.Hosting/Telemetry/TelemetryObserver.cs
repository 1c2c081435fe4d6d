namespace Llm;

/// <summary>Makes spans and metrics of requests, while somebody listens.</summary>
/// <param name="captureContent">Whether spans hold what was asked and answered.</param>
internal sealed class TelemetryObserver(bool captureContent) : IModelObserver
{
    public IModelObservation? BeginResponse(Response response) => Instruments.Enabled ? new ResponseTelemetry(response, captureContent) : null;

    public IModelObservation? BeginEmbedding(EmbeddingModel model, IReadOnlyList<string> texts) =>
        Instruments.Enabled ? new EmbeddingTelemetry(model) : null;
}

/// <summary>The span and the metrics of one batch of embeddings.</summary>
internal sealed class EmbeddingTelemetry(EmbeddingModel model) : IModelObservation
{
    private readonly OperationTelemetry operation = new(model.Origin, "embeddings", model.Environment.Clock);

    public void Ended(Exception? error) => operation.End(error, operation.Elapsed);
}
