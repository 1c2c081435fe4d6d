namespace Llm;

/// <summary>What a host is made of, where it should differ from the usual.</summary>
public sealed class LlmHostOptions
{
    /// <summary>The user directory; null takes <c>LLM_USER_PATH</c> or the platform's place.</summary>
    public UserDirectory? Directory { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Makes the client for all requests; null makes one without cookies and automatic redirects. The host disposes it.</summary>
    public Func<HttpClient>? CreateHttpClient { get; init; }

    /// <summary>Plugins besides the built-in ones.</summary>
    public IReadOnlyList<IPlugin> Plugins { get; init; } = [];

    /// <summary>
    /// The plugins to load besides OpenAI's models and the default tools, as <c>LLM_LOAD_PLUGINS</c> names them: null loads
    /// all, an empty list none.
    /// </summary>
    public IReadOnlyCollection<string>? LoadPlugins { get; init; }

    /// <summary>Where HTTP requests and responses are shown, keys left out; null shows nothing.</summary>
    public TextWriter? HttpTrace { get; init; }
}
