using System.Diagnostics;

namespace Llm;

/// <summary>Records the span and the metrics of one prompt.</summary>
internal sealed class ResponseTelemetry : IModelObservation
{
    private readonly PendingResponse pending;
    private readonly bool captureContent;
    private readonly OperationTelemetry operation;
    private TimeSpan? firstChunk;

    public ResponseTelemetry(PendingResponse pending, ActivityContext parent, bool captureContent)
    {
        this.pending = pending;
        this.captureContent = captureContent;
        var origin = pending.Model.Origin;
        operation = new OperationTelemetry(origin, origin.Operation, pending.Model.Services.Clock, parent);
        if (operation.Activity is { IsAllDataRequested: true } activity) RequestTags.Add(activity, pending);
    }

    public void Received(StreamEvent streamEvent) => firstChunk ??= operation.Elapsed;

    public void Ended(Exception? error)
    {
        var response = pending.Response!;
        operation.Add("gen_ai.response.model", response.ResponseModel);
        if (operation.Activity is { IsAllDataRequested: true } activity) AddAnswer(activity, response);
        if (pending.Stream && firstChunk is { } time)
        {
            operation.Activity?.SetTag("gen_ai.response.time_to_first_chunk", time.TotalSeconds);
            operation.RecordFirstChunk(time);
        }

        operation.RecordTokens("input", response.Usage?.InputTokens);
        operation.RecordTokens("output", response.Usage?.OutputTokens);
        operation.End(error, response.Duration);
    }

    private void AddAnswer(Activity activity, Response response)
    {
        // Setting a tag to null leaves it out.
        activity.SetTag("gen_ai.response.id", response.ResponseId);
        activity.SetTag("gen_ai.response.finish_reasons", response.FinishReason is { } reason ? new[] { reason.Value } : null);
        activity.SetTag("gen_ai.usage.cache_read.input_tokens", response.Usage?.CachedTokens);
        activity.SetTag("gen_ai.usage.reasoning.output_tokens", response.Usage?.ReasoningTokens);
        if (captureContent) MessageContent.Add(activity, response);
    }
}
