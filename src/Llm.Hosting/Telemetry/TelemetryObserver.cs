using System.Diagnostics;

namespace Llm;

/// <summary>Records spans and metrics of requests while there is a listener.</summary>
/// <param name="captureContent">Whether spans contain prompts and answers.</param>
internal sealed class TelemetryObserver(bool captureContent) : IModelObserver
{
    public IModelObservation? BeginResponse(PendingResponse response, IModelObservation? chain) =>
        Instruments.Enabled && !IsObserved ? new ResponseTelemetry(response, ParentOf(chain), captureContent) : null;

    public IModelObservation? BeginEmbedding(EmbeddingModel model, IReadOnlyList<string> texts) =>
        Instruments.Enabled ? new EmbeddingTelemetry(model) : null;

    public IModelObservation? BeginChain(Chain chain) =>
        Instruments.Enabled ? new ChainTelemetry(chain) : null;

    public IModelObservation? BeginToolCall(Tool tool, ToolCall call, IModelObservation? chain) =>
        Instruments.Enabled ? new ToolCallTelemetry(tool, call, ParentOf(chain), captureContent) : null;

    /// <summary>
    /// Whether a wrapper around this request, such as <c>UseOpenTelemetry</c> of Microsoft.Extensions.AI, has its own span for it, so that
    /// its tokens would be counted twice.
    /// </summary>
    private static bool IsObserved =>
        Activity.Current is { } current && current.Source != Instruments.Source && current.GetTagItem("gen_ai.operation.name") is "chat";

    /// <summary>The span of a chain, which is not the current one while its answers are read.</summary>
    private static ActivityContext ParentOf(IModelObservation? chain) => (chain as ChainTelemetry)?.Context ?? default;

    private sealed class EmbeddingTelemetry(EmbeddingModel model) : IModelObservation
    {
        private readonly OperationTelemetry operation = new(model.Origin, "embeddings", model.Services.Clock, default);

        public void Ended(Exception? error) => operation.End(error, operation.Elapsed);
    }
}
