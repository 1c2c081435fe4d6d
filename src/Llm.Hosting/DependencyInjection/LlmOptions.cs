namespace Llm;

/// <summary>Options of <c>AddLlm</c>, which are set in code or bound from configuration.</summary>
public sealed class LlmOptions
{
    /// <summary>
    /// The path of the user directory; null for <c>LLM_USER_PATH</c> or, if that is not set, the platform's default location.
    /// </summary>
    public string? UserPath { get; set; }

    /// <summary>
    /// The names of the plugins to load in addition to OpenAI's models and the default tools. Null loads all built-in plugins, an empty
    /// list none.
    /// </summary>
    public string[]? LoadPlugins { get; set; }

    /// <summary>The id or alias of the default model; null for the one that the user chose.</summary>
    public string? DefaultModel { get; set; }

    /// <summary>Whether requests produce traces and metrics if there is a listener; see <see cref="LlmTelemetry"/>.</summary>
    public bool Telemetry { get; set; } = true;

    /// <inheritdoc cref="LlmHostOptions.CaptureContent"/>
    public bool? CaptureContent { get; set; }
}
