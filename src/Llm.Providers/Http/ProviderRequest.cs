using System.Text.Json.Nodes;

namespace Llm.Providers.Http;

/// <summary>A request to a provider, which can be sent several times.</summary>
/// <param name="Url">The URL. Keys belong in a header, because a URL may be shown.</param>
/// <param name="Body">The JSON body; null for a GET request, or if there is <see cref="CreateContent"/>.</param>
public sealed record ProviderRequest(Uri Url, JsonObject? Body = null)
{
    /// <summary>The headers, including the key; a later one replaces an earlier one of the same name.</summary>
    /// <remarks>Values of headers whose names look secret, such as <c>x-api-key</c>, are never shown.</remarks>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>
    /// Creates the body of a request that is not JSON, such as a form with a file, for each attempt to send it; null for
    /// <see cref="Body"/>. What it throws ends the request.
    /// </summary>
    public Func<HttpContent>? CreateContent { get; init; }

    /// <summary>The format in which the answer is streamed; null if one JSON value is requested.</summary>
    public StreamFormat? Stream { get; init; }

    /// <summary>How long the server may send nothing; null for <see cref="RequestLimits.IdleTimeout"/>.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Whether there is no body.</summary>
    internal bool IsGet => Body is null && CreateContent is null;
}
