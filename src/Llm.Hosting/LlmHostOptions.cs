namespace Llm;

/// <summary>What a host is made of, where it should differ from the usual.</summary>
public sealed class LlmHostOptions
{
    /// <summary>The user directory; null takes <c>LLM_USER_PATH</c> or the platform's place.</summary>
    public UserDirectory? Directory { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The id or alias of the default model; null takes the one that the user chose.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>How long a provider is waited for and how often it is asked again; null takes the user's settings.</summary>
    public RequestLimits? Limits { get; init; }

    /// <summary>Whether traces and metrics are made for whoever listens; see <see cref="LlmTelemetry"/>.</summary>
    public bool Telemetry { get; init; } = true;

    /// <summary>
    /// Whether traces hold what was asked and answered; null leaves it to the environment variable
    /// <c>OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT</c>.
    /// </summary>
    public bool? CaptureContent { get; init; }

    /// <summary>Are told of every request besides the telemetry, such as a <see cref="ModelLogger"/>.</summary>
    public IReadOnlyList<IModelObserver> Observers { get; init; } = [];

    /// <summary>Makes the client for all requests; null makes one without cookies and automatic redirects. The host disposes it.</summary>
    public Func<HttpClient>? CreateHttpClient { get; init; }

    /// <summary>Plugins besides the built-in ones.</summary>
    public IReadOnlyList<IPlugin> Plugins { get; init; } = [];

    /// <summary>
    /// Plugins that belong to the program that makes the host, such as the command: like the built-in ones they answer to
    /// <see cref="LoadPlugins"/> and are not among <see cref="LlmHost.AddedPlugins"/>.
    /// </summary>
    public IReadOnlyList<IPlugin> BundledPlugins { get; init; } = [];

    /// <summary>
    /// The plugins to load besides OpenAI's models and the default tools, as <c>LLM_LOAD_PLUGINS</c> names them: null loads
    /// all, an empty list none.
    /// </summary>
    public IReadOnlyCollection<string>? LoadPlugins { get; init; }

    /// <summary>Is told how far long calls of tools are; null tells nobody.</summary>
    public IProgress<ToolProgress>? ToolProgress { get; init; }

    /// <summary>Where HTTP requests and responses are shown, keys left out; null shows nothing.</summary>
    public TextWriter? HttpTrace { get; init; }

    /// <summary>Gives a client for each request, in place of one that the host keeps and disposes.</summary>
    internal Func<HttpClient>? ClientForRequest { get; init; }
}
