using System.Text.Json.Nodes;

namespace Llm.Providers.Http;

/// <summary>A request to a provider, which can be sent several times.</summary>
/// <param name="Url">The URL.</param>
/// <param name="Body">The JSON body; null for a GET request.</param>
internal sealed record ProviderRequest(Uri Url, JsonObject? Body = null)
{
    /// <summary>The headers, including the key.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether an event stream is requested.</summary>
    public bool Stream { get; init; }
}
