namespace Llm;

/// <summary>The names under which a host's traces and metrics are found.</summary>
/// <remarks>
/// They follow OpenTelemetry's conventions for generative AI, which are still in development. Nothing is made while nobody listens.
/// </remarks>
public static class LlmTelemetry
{
    /// <summary>The name of the activity source: <c>tracing.AddSource(LlmTelemetry.SourceName)</c>.</summary>
    public const string SourceName = "Llm";

    /// <summary>The name of the meter: <c>metrics.AddMeter(LlmTelemetry.MeterName)</c>.</summary>
    public const string MeterName = "Llm";

    /// <summary>The environment variable that puts what was asked and answered into traces where the options do not say.</summary>
    public const string ContentVariable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

    internal static bool EnvironmentWantsContent =>
        string.Equals(Environment.GetEnvironmentVariable(ContentVariable), "true", StringComparison.OrdinalIgnoreCase);
}
