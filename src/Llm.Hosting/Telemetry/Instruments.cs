using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Llm;

/// <summary>
/// The activity source and the histograms of the process. Names, units and buckets follow OpenTelemetry's conventions for generative AI.
/// </summary>
internal static class Instruments
{
    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] };

    private static readonly InstrumentAdvice<long> TokenCounts =
        new() { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] };

    private static readonly Meter Meter = new(LlmTelemetry.MeterName);

    public static readonly ActivitySource Source = new(LlmTelemetry.SourceName);

    public static readonly Histogram<double> Duration =
        Meter.CreateHistogram("gen_ai.client.operation.duration", "s", "GenAI operation duration.", null, Seconds);

    public static readonly Histogram<double> TimeToFirstChunk =
        Meter.CreateHistogram("gen_ai.client.operation.time_to_first_chunk", "s", "Time to receive the first chunk.", null, Seconds);

    public static readonly Histogram<long> Tokens =
        Meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Number of input and output tokens used.", null, TokenCounts);

    /// <summary>Whether there is a listener for any of them.</summary>
    public static bool Enabled => Source.HasListeners() || Duration.Enabled || TimeToFirstChunk.Enabled || Tokens.Enabled;
}
