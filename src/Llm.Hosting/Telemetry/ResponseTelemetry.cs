using System.Diagnostics;

namespace Llm;

/// <summary>Records the span and the metrics of one prompt.</summary>
internal sealed class ResponseTelemetry : IModelObservation
{
    private readonly Response response;
    private readonly bool captureContent;
    private readonly OperationTelemetry operation;
    private TimeSpan? firstChunk;

    public ResponseTelemetry(Response response, bool captureContent)
    {
        this.response = response;
        this.captureContent = captureContent;
        var origin = response.Model.Origin;
        operation = new OperationTelemetry(origin, origin.Operation, response.Model.Environment.Clock);
        if (operation.Activity is { IsAllDataRequested: true } activity) RequestTags.Add(activity, response);
    }

    public void Received(StreamEvent streamEvent) => firstChunk ??= operation.Elapsed;

    public void Ended(Exception? error)
    {
        var facts = response.RawJson is { } payload ? response.Model.ReadFacts(payload) : null;
        operation.Add("gen_ai.response.model", response.ResolvedModel ?? facts?.Model);
        if (operation.Activity is { IsAllDataRequested: true } activity) AddAnswer(activity, facts);
        if (response.Stream && firstChunk is { } time)
        {
            operation.Activity?.SetTag("gen_ai.response.time_to_first_chunk", time.TotalSeconds);
            operation.RecordFirstChunk(time);
        }

        operation.RecordTokens("input", response.Usage?.Input);
        operation.RecordTokens("output", response.Usage?.Output);
        operation.End(error, response.Duration);
    }

    private void AddAnswer(Activity activity, AnswerFacts? facts)
    {
        // Setting a tag to null leaves it out.
        activity.SetTag("gen_ai.response.id", facts?.Id);
        activity.SetTag("gen_ai.response.finish_reasons", facts?.FinishReason is { } reason ? new[] { reason } : null);
        activity.SetTag("gen_ai.usage.cache_read.input_tokens", facts?.CachedTokens);
        activity.SetTag("gen_ai.usage.reasoning.output_tokens", facts?.ReasoningTokens);
        if (captureContent) MessageContent.Add(activity, response, facts?.FinishReason);
    }
}
