namespace Llm;

/// <summary>The settings of <c>AddLlm</c>, in code or from configuration.</summary>
public sealed class LlmOptions
{
    /// <summary>The user directory; null takes <c>LLM_USER_PATH</c> or the platform's place.</summary>
    public string? UserPath { get; set; }

    /// <summary>
    /// The plugins to load besides OpenAI's models and the default tools; null loads all that are built in, an empty list none.
    /// </summary>
    public string[]? LoadPlugins { get; set; }

    /// <summary>The id or alias of the default model; null takes the one that the user chose.</summary>
    public string? DefaultModel { get; set; }

    /// <summary>Whether traces and metrics are made for whoever listens; see <see cref="LlmTelemetry"/>.</summary>
    public bool Telemetry { get; set; } = true;

    /// <inheritdoc cref="LlmHostOptions.CaptureContent"/>
    public bool? CaptureContent { get; set; }
}
