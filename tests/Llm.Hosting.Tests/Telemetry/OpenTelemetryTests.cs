using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Llm.Hosting.Tests.Telemetry;

/// <summary>What reaches an exporter of OpenTelemetry's own SDK.</summary>
public sealed class OpenTelemetryTests
{
    [Fact]
    public async Task Spans_and_histograms_are_exported()
    {
        await using var served = await ServedDirectory.StartAsync();
        var spans = new Kept<Activity>();
        var metrics = new KeptMetrics();
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(LlmTelemetry.SourceName)
            .AddProcessor(new SimpleActivityExportProcessor(spans)).Build();
        using var metering = Sdk.CreateMeterProviderBuilder().AddMeter(LlmTelemetry.MeterName)
            .AddReader(new BaseExportingMetricReader(metrics)).Build();
        using var host = served.CreateHost();
        await host.GetModel("chat").PromptAsync("hi");
        tracing.ForceFlush();
        metering.ForceFlush();
        spans.Items.ShouldContain(span => span.DisplayName == $"chat {served.WireName}");
        metrics.Bounds["gen_ai.client.operation.duration"][..3].ShouldBe([0.01, 0.02, 0.04]);
        metrics.Bounds["gen_ai.client.operation.time_to_first_chunk"][^2].ShouldBe(81.92);
        metrics.Bounds["gen_ai.client.token.usage"][..3].ShouldBe([1, 4, 16]);
    }

    private sealed class Kept<T> : BaseExporter<T>
        where T : class
    {
        public List<T> Items { get; } = [];

        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (var item in batch) Items.Add(item);
            return ExportResult.Success;
        }
    }

    /// <summary>Keeps the bucket boundaries of each histogram; the points themselves are reused by the SDK.</summary>
    private sealed class KeptMetrics : BaseExporter<Metric>
    {
        public Dictionary<string, List<double>> Bounds { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    var bounds = new List<double>();
                    foreach (var bucket in point.GetHistogramBuckets()) bounds.Add(bucket.ExplicitBound);
                    Bounds[metric.Name] = bounds;
                }
            }

            return ExportResult.Success;
        }
    }
}
