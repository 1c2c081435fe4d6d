using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI;

/// <summary>The properties of an OpenAI or OpenAI-compatible model.</summary>
public sealed record OpenAIModelSettings
{
    internal static readonly string[] VisionTypes = ["image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf"];
    internal static readonly string[] AudioTypes = ["audio/wav", "audio/mpeg"];

    private static readonly string[] OpenAIVariables = ["OPENAI_API_KEY"];

    /// <summary>The id by which users choose the model.</summary>
    public required string Id { get; init; }

    /// <summary>The name in requests; null if it is the id.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The server's base URL, such as <c>http://localhost:8080/v1</c>; null for <c>OPENAI_BASE_URL</c> or OpenAI's own.
    /// </summary>
    public string? ApiBase { get; init; }

    /// <summary>
    /// The type of the key header: <c>azure</c> for Azure's, unless the key is a token; null or <c>openai</c> for a bearer token.
    /// </summary>
    public string? ApiType { get; init; }

    /// <summary>The <c>api-version</c> in the query; null to omit it.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The deployment in the URL; null if there is none.</summary>
    public string? ApiEngine { get; init; }

    /// <summary>Additional headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The name of the stored key; null if the server needs none.</summary>
    public string? NeedsKey { get; init; } = "openai";

    /// <summary>Whether the model streams.</summary>
    public bool CanStream { get; init; } = true;

    /// <summary>Whether the model accepts images and PDF files.</summary>
    public bool Vision { get; init; }

    /// <summary>Whether the model accepts audio.</summary>
    public bool Audio { get; init; }

    /// <summary>Whether the model reasons.</summary>
    public bool Reasoning { get; init; }

    /// <summary>Whether a reasoning summary is requested (Responses interface).</summary>
    public bool ReasoningSummary { get; init; } = true;

    /// <summary>Whether the model has the option <c>verbosity</c>.</summary>
    public bool Verbosity { get; init; }

    /// <summary>Whether <c>image_detail</c> may be <c>original</c>.</summary>
    public bool OriginalImageDetail { get; init; }

    /// <summary>Whether the model has the option <c>service_tier</c>.</summary>
    public bool ServiceTier { get; init; }

    /// <summary>Whether answers can be made to match a schema.</summary>
    public bool SupportsSchema { get; init; }

    /// <summary>Whether tools can be offered.</summary>
    public bool SupportsTools { get; init; }

    /// <summary>The token limit that is sent if the user sets none; null to send none.</summary>
    public int? DefaultMaxTokens { get; init; }

    /// <summary>Whether a streamed answer is asked for its usage, which a few servers do not understand.</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>How long the server may send nothing; null for the limit of all models.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>The environment variables that may hold the key, in the order in which they are looked at.</summary>
    internal IReadOnlyList<string> KeyVariables { get; init; } = OpenAIVariables;

    /// <summary>Whether listings show the model where its key is not set.</summary>
    internal bool IsListedWithoutKey { get; init; } = true;

    /// <summary>The label of listings; null for the class and the id.</summary>
    internal string? Label { get; init; }

    /// <summary>The name in requests.</summary>
    internal string WireName => Name ?? Id;

    /// <summary>The environment variable that holds the key where none is stored.</summary>
    internal string? KeyVariable => ApiKeys.VariableOf(KeyVariables);

    /// <summary>The origin for traces; compatible servers have OpenAI's provider name and differ by their URL.</summary>
    internal ModelOrigin Origin => new(
        WireName,
        ApiType is "azure" ? "azure.ai.openai" : "openai",
        Uri.TryCreate(ApiBase ?? DefaultBase, UriKind.Absolute, out var server) ? server : null);

    /// <summary><c>OPENAI_BASE_URL</c>, which OpenAI's own clients read too, else OpenAI's URL.</summary>
    private static string DefaultBase =>
        Environment.GetEnvironmentVariable("OPENAI_BASE_URL") is { Length: > 0 } given ? given : "https://api.openai.com/v1";

    /// <summary>The request for a prompt, with the members that the prompt sends unchecked.</summary>
    /// <exception cref="LlmException">The address is not valid.</exception>
    internal ProviderRequest Request(string path, JsonObject body, Prompt prompt, ModelContext context)
    {
        foreach (var (name, value) in prompt.ExtraBody ?? []) body[name] = value?.DeepClone();
        return Request(path, body, context.Key, context.Stream);
    }

    /// <summary>Creates the request for one of the server's interfaces, such as <c>chat/completions</c>.</summary>
    internal ProviderRequest Request(string path, JsonObject? body, string? key, bool stream)
    {
        var root = (ApiBase ?? DefaultBase).TrimEnd('/');
        if (ApiEngine is not null) root += $"/deployments/{Uri.EscapeDataString(ApiEngine)}";
        var query = ApiVersion is null ? "" : $"?api-version={Uri.EscapeDataString(ApiVersion)}";
        if (!Uri.TryCreate($"{root}/{path}{query}", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            // Messages must not contain a user name and password.
            var shown = root[(root.LastIndexOf('@') + 1)..];
            throw new LlmException($"The address of model {Id} is not valid: {shown}. It must begin with http:// or https://.");
        }

        return new ProviderRequest(url, body)
        {
            Headers = [KeyHeader(key), .. Headers],
            Stream = stream ? StreamFormat.ServerSentEvents : null,
            IdleTimeout = IdleTimeout,
        };
    }

    /// <summary>Asks one of the server's interfaces for a JSON answer that reports no error.</summary>
    /// <param name="path">The path of the interface, such as <c>embeddings</c>.</param>
    /// <param name="body">The body.</param>
    /// <param name="http">Returns the client; called for each attempt.</param>
    /// <param name="services">The stored keys, limits and clock.</param>
    /// <param name="key">A key, or the name of a stored one, in place of the usual one; null for that.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="LlmException">
    /// The address is not valid, there is no key, or the server cannot be reached, refuses, or does not return JSON.
    /// </exception>
    internal async Task<JsonElement> AskAsync(
        string path, JsonObject body, Func<HttpClient> http, ModelServices services, string? key, CancellationToken cancellationToken)
    {
        var resolved = ResolveKey(services, key);
        var request = Request(path, body, resolved, stream: false);
        return await new ProviderClient(http, services).AskAsync(request, resolved, cancellationToken);
    }

    /// <summary>The key to send; null for the placeholder.</summary>
    /// <param name="services">The stored keys.</param>
    /// <param name="given">A key, or the name of a stored one, in place of the usual one; null for that.</param>
    /// <exception cref="MissingKeyException">The server needs a key, and there is none.</exception>
    internal string? ResolveKey(ModelServices services, string? given) =>
        NeedsKey is null ? given : ApiKeys.Resolve(services.Keys, given, NeedsKey, KeyVariable);

    private KeyValuePair<string, string> KeyHeader(string? key)
    {
        // The Python tool sends this placeholder too, because OpenAI's client requires a key.
        var sent = key ?? "DUMMY_KEY";
        return ApiType is "azure" && !IsToken(sent)
            ? KeyValuePair.Create("api-key", sent)
            : KeyValuePair.Create("Authorization", $"Bearer {sent}");
    }

    /// <summary>Whether a key is a token of Microsoft Entra, which is a JSON Web Token (RFC 7519); Azure's keys have no dots.</summary>
    private static bool IsToken(string key) => key.StartsWith("eyJ", StringComparison.Ordinal) && key.AsSpan().Count('.') == 2;
}
