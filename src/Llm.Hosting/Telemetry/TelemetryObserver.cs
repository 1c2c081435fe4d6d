namespace Llm;

/// <summary>Records spans and metrics of requests while there is a listener.</summary>
/// <param name="captureContent">Whether spans contain prompts and answers.</param>
internal sealed class TelemetryObserver(bool captureContent) : IModelObserver
{
    public IModelObservation? BeginResponse(PendingResponse response) =>
        Instruments.Enabled ? new ResponseTelemetry(response, captureContent) : null;

    public IModelObservation? BeginEmbedding(EmbeddingModel model, IReadOnlyList<string> texts) =>
        Instruments.Enabled ? new EmbeddingTelemetry(model) : null;

    private sealed class EmbeddingTelemetry(EmbeddingModel model) : IModelObservation
    {
        private readonly OperationTelemetry operation = new(model.Origin, "embeddings", model.Environment.Clock);

        public void Ended(Exception? error) => operation.End(error, operation.Elapsed);
    }
}
