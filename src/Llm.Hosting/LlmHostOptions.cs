namespace Llm;

/// <summary>Options of an <see cref="LlmHost"/>.</summary>
public sealed class LlmHostOptions
{
    /// <summary>The user directory; null for <c>LLM_USER_PATH</c> or, if that is not set, the platform's default location.</summary>
    public UserDirectory? Directory { get; init; }

    /// <summary>The clock of the host and its models.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The id or alias of the default model; null for the one that the user chose.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>The id or alias of the default embedding model; null for the one that the user chose.</summary>
    public string? DefaultEmbeddingModel { get; init; }

    /// <summary>
    /// The path of the database of collections of embeddings; null for <see cref="UserDirectory.EmbeddingsDatabase"/>.
    /// </summary>
    public string? EmbeddingsDatabase { get; init; }

    /// <summary>How long to wait for a provider and how often to retry; null for the user's settings.</summary>
    public RequestLimits? Limits { get; init; }

    /// <summary>Whether requests produce traces and metrics if there is a listener; see <see cref="LlmTelemetry"/>.</summary>
    public bool Telemetry { get; init; } = true;

    /// <summary>
    /// Whether traces contain prompts and answers; null for the value of the environment variable
    /// <c>OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT</c>, whose default is false.
    /// </summary>
    public bool? CaptureContent { get; init; }

    /// <summary>Observers that are notified of every request in addition to the telemetry, such as a <see cref="ModelLogger"/>.</summary>
    public IReadOnlyList<IModelObserver> Observers { get; init; } = [];

    /// <summary>
    /// Creates the client for all requests, which the host disposes. Null creates one without cookies and automatic redirects.
    /// </summary>
    public Func<HttpClient>? CreateHttpClient { get; init; }

    /// <summary>
    /// Whether the client of the host remembers in the user directory which root certificate a server needed. A program that runs for one
    /// prompt then need not read all root certificates of the system, which takes longer than the rest of the prompt. It is meant for
    /// programs whose only connections over https are those of the host, and has an effect only on Linux.
    /// </summary>
    public bool RememberRoots { get; init; }

    /// <summary>Plugins in addition to the built-in ones.</summary>
    public IReadOnlyList<IPlugin> Plugins { get; init; } = [];

    /// <summary>
    /// Plugins that belong to the program that creates the host, such as the command. Like the built-in plugins, they are filtered by
    /// <see cref="LoadPlugins"/> and are not in <see cref="LlmHost.AddedPlugins"/>.
    /// </summary>
    public IReadOnlyList<IPlugin> BundledPlugins { get; init; } = [];

    /// <summary>
    /// The names of the plugins to load in addition to OpenAI's models and the default tools, as in <c>LLM_LOAD_PLUGINS</c>. Null loads all
    /// built-in and bundled plugins, an empty list none.
    /// </summary>
    public IReadOnlyCollection<string>? LoadPlugins { get; init; }

    /// <summary>
    /// Whether the plugins that the user installed with <c>llm install</c> are added. They are read from a list, and loaded when something
    /// of them is used. <see cref="LoadPlugins"/> counts for them too. A program that is compiled ahead of time can list them, but not use
    /// them.
    /// </summary>
    public bool InstalledPlugins { get; init; }

    /// <summary>Receives a sentence if the list of installed plugins cannot be read; null if nobody reads it.</summary>
    public Action<string>? PluginWarning { get; init; }

    /// <summary>Receives the progress of long tool calls; null if progress is not needed.</summary>
    public IProgress<ToolProgress>? ToolProgress { get; init; }

    /// <summary>
    /// Receives a sentence about each tool that is left out because its server describes it wrongly; null if nobody reads it.
    /// </summary>
    public Action<string>? ToolWarning { get; init; }

    /// <summary>The writer that receives a trace of HTTP requests and responses, without keys; null for no trace.</summary>
    public TextWriter? HttpTrace { get; init; }

    /// <summary>Returns the client for each request, which replaces the client that the host would own.</summary>
    internal Func<HttpClient>? ClientForRequest { get; init; }
}
