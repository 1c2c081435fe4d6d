using System.Text.Json.Nodes;
using Llm.Providers.Http;

namespace Llm.Providers.OpenAI;

/// <summary>What makes one OpenAI or OpenAI-compatible model differ from another.</summary>
public sealed record OpenAIModelSettings
{
    internal static readonly string[] VisionTypes = ["image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf"];
    internal static readonly string[] AudioTypes = ["audio/wav", "audio/mpeg"];

    /// <summary>The id that users choose the model by.</summary>
    public required string Id { get; init; }

    /// <summary>The name on the wire; null if it is the id.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The server's base address, such as <c>http://localhost:8080/v1</c>; null for OpenAI's own or <c>OPENAI_BASE_URL</c>.
    /// </summary>
    public string? ApiBase { get; init; }

    /// <summary><c>azure</c> sends the key as Azure wants it; null and <c>openai</c> mean a bearer token.</summary>
    public string? ApiType { get; init; }

    /// <summary>The <c>api-version</c> of the query; null sends none.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The deployment that stands in the address; null for none.</summary>
    public string? ApiEngine { get; init; }

    /// <summary>Headers to send besides.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The name of the stored key; null if the server wants none.</summary>
    public string? NeedsKey { get; init; } = "openai";

    /// <summary>Whether the model streams.</summary>
    public bool CanStream { get; init; } = true;

    /// <summary>Whether the model takes images and PDF files.</summary>
    public bool Vision { get; init; }

    /// <summary>Whether the model takes sound.</summary>
    public bool Audio { get; init; }

    /// <summary>Whether the model reasons.</summary>
    public bool Reasoning { get; init; }

    /// <summary>Whether a reasoning summary is asked for (Responses interface).</summary>
    public bool ReasoningSummary { get; init; } = true;

    /// <summary>Whether the model has the option <c>verbosity</c>.</summary>
    public bool Verbosity { get; init; }

    /// <summary>Whether <c>image_detail</c> may be <c>original</c>.</summary>
    public bool OriginalImageDetail { get; init; }

    /// <summary>Whether the model has the option <c>service_tier</c>.</summary>
    public bool ServiceTier { get; init; }

    /// <summary>Whether answers can be held to a schema.</summary>
    public bool SupportsSchema { get; init; }

    /// <summary>Whether tools can be offered.</summary>
    public bool SupportsTools { get; init; }

    /// <summary>The token limit that is sent where the user sets none; null sends none.</summary>
    public int? DefaultMaxTokens { get; init; }

    /// <summary>Compatible servers speak as OpenAI does; their address tells which one it is.</summary>
    internal ModelOrigin Origin => new(
        Name ?? Id,
        ApiType is "azure" ? "azure.ai.openai" : "openai",
        Uri.TryCreate(ApiBase ?? OpenAIServer.BaseAddress, UriKind.Absolute, out var server) ? server : null);

    /// <summary>The request for one of the server's interfaces, such as <c>chat/completions</c>.</summary>
    internal ProviderRequest Request(string path, JsonObject? body, string? key, bool stream)
    {
        var root = (ApiBase ?? OpenAIServer.BaseAddress).TrimEnd('/');
        if (ApiEngine is not null) root += $"/deployments/{Uri.EscapeDataString(ApiEngine)}";
        var query = ApiVersion is null ? "" : $"?api-version={Uri.EscapeDataString(ApiVersion)}";
        if (!Uri.TryCreate($"{root}/{path}{query}", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            // A name and password in it are nobody's business.
            var shown = root[(root.LastIndexOf('@') + 1)..];
            throw new LlmException($"The address of model {Id} is not valid: {shown}. It must begin with http:// or https://.");
        }

        return new ProviderRequest(url, body) { Headers = [KeyHeader(key), .. Headers], Stream = stream };
    }

    private KeyValuePair<string, string> KeyHeader(string? key)
    {
        // OpenAI's own client insists on a key, so servers without one get this everywhere.
        var sent = key ?? "DUMMY_KEY";
        return ApiType is "azure" ? KeyValuePair.Create("api-key", sent) : KeyValuePair.Create("Authorization", $"Bearer {sent}");
    }
}
