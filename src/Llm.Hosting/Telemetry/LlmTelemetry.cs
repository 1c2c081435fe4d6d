namespace Llm;

/// <summary>The names of a host's activity source and meter.</summary>
/// <remarks>
/// Traces and metrics follow OpenTelemetry's conventions for generative AI, which are still in development. None are produced while there
/// is no listener.
/// </remarks>
public static class LlmTelemetry
{
    /// <summary>The name of the activity source: <c>tracing.AddSource(LlmTelemetry.SourceName)</c>.</summary>
    public const string SourceName = "Llm";

    /// <summary>The name of the meter: <c>metrics.AddMeter(LlmTelemetry.MeterName)</c>.</summary>
    public const string MeterName = "Llm";

    /// <summary>
    /// The environment variable that adds prompts and answers to traces if <see cref="LlmHostOptions.CaptureContent"/> is null.
    /// </summary>
    public const string ContentVariable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

    internal static bool EnvironmentWantsContent =>
        string.Equals(Environment.GetEnvironmentVariable(ContentVariable), "true", StringComparison.OrdinalIgnoreCase);
}
