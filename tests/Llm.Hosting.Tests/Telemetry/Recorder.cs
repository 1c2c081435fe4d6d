using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Llm.Hosting.Tests.Telemetry;

/// <summary>Listens to the spans and measurements of one model; other tests run beside this one.</summary>
internal sealed class Recorder : IDisposable
{
    private readonly ConcurrentQueue<Activity> spans = [];
    private readonly ConcurrentQueue<Activity> all = [];
    private readonly ConcurrentQueue<Measurement> measurements = [];
    private readonly ActivityListener activities;
    private readonly MeterListener meters = new();
    private readonly string model;

    public Recorder(string model)
    {
        this.model = model;
        activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == LlmTelemetry.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                all.Enqueue(activity);
                if (Equals(activity.GetTagItem("gen_ai.request.model"), model)) spans.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(activities);
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == LlmTelemetry.MeterName) listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        meters.Start();
    }

    public IReadOnlyList<Activity> Spans => [.. spans];

    /// <summary>Every span of a trace, of whatever model, in the order in which they ended.</summary>
    public IReadOnlyList<Activity> Of(ActivityTraceId trace) => [.. all.Where(activity => activity.TraceId == trace)];

    public Activity Span => Spans.ShouldHaveSingleItem();

    /// <summary>The measurements of an instrument.</summary>
    public IReadOnlyList<Measurement> Of(string name) => [.. measurements.Where(measurement => measurement.Instrument.Name == name)];

    public void Dispose()
    {
        activities.Dispose();
        meters.Dispose();
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var kept = tags.ToArray().ToDictionary();
        if (Equals(kept.GetValueOrDefault("gen_ai.request.model"), model)) measurements.Enqueue(new Measurement(instrument, value, kept));
    }

    internal sealed record Measurement(Instrument Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);
}
