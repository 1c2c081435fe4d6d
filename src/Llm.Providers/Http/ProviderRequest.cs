using System.Text.Json.Nodes;

namespace Llm.Providers.Http;

/// <summary>One request to a provider; it can be sent several times.</summary>
/// <param name="Url">The address.</param>
/// <param name="Body">The JSON body; null makes it a GET.</param>
internal sealed record ProviderRequest(Uri Url, JsonObject? Body = null)
{
    /// <summary>Headers, the key among them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether an event stream is wanted.</summary>
    public bool Stream { get; init; }
}
