using System.Text.Json.Nodes;
using Llm.Providers.Http;

namespace Llm.Providers.Anthropic;

/// <summary>The properties of a model of Anthropic's Messages interface.</summary>
/// <remarks>Immutable. Not a record, whose members would be compared and printed by code that nobody needs.</remarks>
public sealed class AnthropicModelSettings
{
    /// <summary>The version that the vendor's libraries send since October 2026, with the key as a bearer token.</summary>
    /// <remarks>@anthropic-ai/sdk 1.0.0 for npm and Anthropic 13.14.0 for .NET, recorded on 2026-11-28.</remarks>
    public const string CurrentVersion = "2026-10-21";

    /// <summary>The version before that, with the key in the header <c>x-api-key</c>, as compatible servers expect it.</summary>
    /// <remarks>@anthropic-ai/sdk up to 0.137.0.</remarks>
    public const string OlderVersion = "2023-06-01";

    private const string UsualBase = "https://api.anthropic.com";
    private const string VersionPath = "/v1";

    /// <summary>The id by which users choose the model.</summary>
    public required string Id { get; init; }

    /// <summary>The name in requests; null if it is the id.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The address of the server, such as <c>http://localhost:8080</c>, with or without <c>/v1</c> at its end; null for
    /// <c>ANTHROPIC_BASE_URL</c>, which the vendor's libraries read too, or Anthropic's own.
    /// </summary>
    public string? ApiBase { get; init; }

    /// <summary>
    /// Returns whether the interface is asked in <see cref="OlderVersion"/> instead of <see cref="CurrentVersion"/>; called for each
    /// request. Null for the current one.
    /// </summary>
    public Func<bool>? IsOlder { get; init; }

    /// <summary>What the model can do.</summary>
    public AnthropicFeatures Features { get; init; }

    /// <summary>The token limit that is sent if the user sets none, because the interface requires one.</summary>
    public int MaxTokens { get; init; } = 4096;

    /// <summary>The name in requests.</summary>
    internal string WireName => Name ?? Id;

    /// <summary>The origin for traces.</summary>
    internal ModelOrigin Origin => new(WireName, "anthropic", Uri.TryCreate(Root, UriKind.Absolute, out var server) ? server : null);

    private string Root => ApiBase
        ?? (Environment.GetEnvironmentVariable("ANTHROPIC_BASE_URL") is { Length: > 0 } given ? given : UsualBase);

    internal bool Has(AnthropicFeatures feature) => (Features & feature) != 0;

    /// <summary>The same model under another name.</summary>
    internal AnthropicModelSettings WithName(string name) =>
        new() { Id = name, ApiBase = ApiBase, IsOlder = IsOlder, Features = Features, MaxTokens = MaxTokens };

    /// <summary>Creates the request of a prompt.</summary>
    /// <exception cref="LlmException">The address is not valid.</exception>
    internal ProviderRequest Request(JsonObject body, List<string> betas, string? key, bool stream)
    {
        var root = Root.TrimEnd('/');
        if (root.EndsWith(VersionPath, StringComparison.Ordinal)) root = root[..^VersionPath.Length];
        if (!Uri.TryCreate($"{root}{VersionPath}/messages", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            // Messages must not contain a user name and password.
            var shown = root[(root.LastIndexOf('@') + 1)..];
            throw new LlmException($"The address of model {Id} is not valid: {shown}. It must begin with http:// or https://.");
        }

        var isOlder = IsOlder?.Invoke() == true;
        var headers = new List<KeyValuePair<string, string>> { new("anthropic-version", isOlder ? OlderVersion : CurrentVersion) };
        if (key is not null) headers.Add(isOlder ? new("x-api-key", key) : new("Authorization", "Bearer " + key));
        if (betas.Count > 0) headers.Add(new("anthropic-beta", string.Join(',', betas)));
        return new ProviderRequest(url, body) { Headers = headers, Stream = stream ? StreamFormat.ServerSentEvents : null };
    }
}
