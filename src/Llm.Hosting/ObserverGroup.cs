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

    public IModelObservation? BeginResponse(PendingResponse response, IModelObservation? chain) =>
        Observations.Of(observers.Select((observer, i) => observer.BeginResponse(response, Observations.Get(chain, i))));

    public IModelObservation? BeginEmbedding(EmbeddingModel model, IReadOnlyList<string> texts) =>
        Observations.Of(observers.Select(observer => observer.BeginEmbedding(model, texts)));

    public IModelObservation? BeginChain(Chain chain) => Observations.Of(observers.Select(observer => observer.BeginChain(chain)));

    public IModelObservation? BeginToolCall(Tool tool, ToolCall call, IModelObservation? chain) =>
        Observations.Of(observers.Select((observer, i) => observer.BeginToolCall(tool, call, Observations.Get(chain, i))));

    /// <summary>What the observers returned, in their order; null where an observer needs nothing.</summary>
    private sealed class Observations(IReadOnlyList<IModelObservation?> observations) : IModelObservation
    {
        public static Observations? Of(IEnumerable<IModelObservation?> begun) =>
            begun.ToList() is var all && all.Exists(observation => observation is not null) ? new Observations(all) : null;

        /// <summary>What the observer at an index returned for the same chain.</summary>
        public static IModelObservation? Get(IModelObservation? group, int index) => (group as Observations)?.observations[index];

        private readonly IReadOnlyList<IModelObservation?> observations = observations;

        public void Received(StreamEvent streamEvent)
        {
            foreach (var observation in observations) observation?.Received(streamEvent);
        }

        public void Returned(ToolResult result)
        {
            foreach (var observation in observations) observation?.Returned(result);
        }

        // In reverse order, because the observation that began last is the innermost.
        public void Ended(Exception? error)
        {
            for (var i = observations.Count - 1; i >= 0; i--) observations[i]?.Ended(error);
        }
    }
}
