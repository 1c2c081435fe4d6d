using System.Diagnostics;

namespace Llm;

/// <summary>The span of one request and the tags that the span and the metrics share.</summary>
internal sealed class OperationTelemetry
{
    private readonly TimeProvider clock;
    private readonly long start;
    private TagList tags;

    public OperationTelemetry(ModelOrigin origin, string operation, TimeProvider clock, ActivityContext parent)
    {
        this.clock = clock;
        start = clock.GetTimestamp();
        tags.Add("gen_ai.operation.name", operation);
        tags.Add("gen_ai.provider.name", origin.Provider ?? "unknown");
        tags.Add("gen_ai.request.model", origin.Name);
        if (origin.Server is { } server)
        {
            tags.Add("server.address", server.Host);
            tags.Add("server.port", server.Port);
        }

        // The tags are set at the start, so that a sampler can use them.
        Activity = Instruments.Source.StartActivity(ActivityKind.Client, parent, tags, name: $"{operation} {origin.Name}");
    }

    /// <summary>The span; null if there is no listener or the span is not sampled.</summary>
    public Activity? Activity { get; }

    public TimeSpan Elapsed => clock.GetElapsedTime(start);

    /// <summary>Adds a tag to the span and the metrics; null adds nothing.</summary>
    public void Add(string name, object? value)
    {
        if (value is null) return;
        tags.Add(name, value);
        Activity?.SetTag(name, value);
    }

    public void RecordFirstChunk(TimeSpan time) => Instruments.TimeToFirstChunk.Record(time.TotalSeconds, tags);

    public void RecordTokens(string type, int? count)
    {
        if (count is not { } tokens) return;
        Activity?.SetTag($"gen_ai.usage.{type}_tokens", tokens);
        var withType = tags;
        withType.Add("gen_ai.token.type", type);
        Instruments.Tokens.Record(tokens, withType);
    }

    /// <summary>Ends the span. Its status has no description, because a message may contain parts of the prompt or the answer.</summary>
    public void End(Exception? error, TimeSpan duration)
    {
        if (error is not null) tags.Add("error.type", ErrorType.Of(error));
        Activity?.SetError(error);

        Instruments.Duration.Record(duration.TotalSeconds, tags);
        Activity?.Dispose();
    }
}
