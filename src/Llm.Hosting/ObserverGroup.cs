namespace Llm;

/// <summary>Notifies several observers of the same requests.</summary>
internal sealed class ObserverGroup(IReadOnlyList<IModelObserver> observers) : IModelObserver
{
    /// <summary>Returns the observers that the options enable as one observer; null if there are none.</summary>
    public static IModelObserver? Of(LlmHostOptions options)
    {
        if (!options.Telemetry && options.Observers.Count == 0) return null;
        List<IModelObserver> observers = [.. options.Observers];
        if (options.Telemetry) observers.Insert(0, new TelemetryObserver(options.CaptureContent ?? LlmTelemetry.EnvironmentWantsContent));
        return observers is [var only] ? only : new ObserverGroup(observers);
    }

    public IModelObservation? BeginResponse(PendingResponse response) =>
        Observations.Of(observers.Select(observer => observer.BeginResponse(response)));

    public IModelObservation? BeginEmbedding(EmbeddingModel model, IReadOnlyList<string> texts) =>
        Observations.Of(observers.Select(observer => observer.BeginEmbedding(model, texts)));

    private sealed class Observations(IReadOnlyList<IModelObservation> observations) : IModelObservation
    {
        public static IModelObservation? Of(IEnumerable<IModelObservation?> begun) => begun.OfType<IModelObservation>().ToList() switch
        {
            [] => null,
            [var only] => only,
            var several => new Observations(several),
        };

        public void Received(StreamEvent streamEvent)
        {
            foreach (var observation in observations) observation.Received(streamEvent);
        }

        // In reverse order, because the observation that began last is the innermost.
        public void Ended(Exception? error)
        {
            for (var i = observations.Count - 1; i >= 0; i--) observations[i].Ended(error);
        }
    }
}
