using System.Net.Http.Headers;

namespace Llm;

/// <summary>Fetches fragments, templates and attachments that users give as URLs.</summary>
/// <remarks>This class follows redirects, so the client should not follow them. Thread-safe.</remarks>
public sealed class WebContent(Func<HttpClient> http)
{
    /// <summary>The number of redirects that are followed for fragments and attachments.</summary>
    public const int UsualRedirects = 3;

    private static readonly ProductInfoHeaderValue[] UserAgent =
    [
        new("llm", ProductVersion.Text),
        new("(https://llm.datasette.io/)"),
    ];

    /// <summary>Fetches text.</summary>
    /// <exception cref="LlmException">The server cannot be reached or returns an error, which the message describes.</exception>
    public async Task<string> GetTextAsync(string url, int redirects, CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(HttpMethod.Get, url, redirects, cancellationToken);
        return await Translate(url, () => response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Fetches bytes.</summary>
    /// <inheritdoc cref="GetTextAsync" path="/exception"/>
    public async Task<byte[]> GetBytesAsync(string url, int redirects, CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(HttpMethod.Get, url, redirects, cancellationToken);
        return await Translate(url, () => response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    /// <summary>Fetches what is at an address, with what the server says about it.</summary>
    /// <inheritdoc cref="GetTextAsync" path="/exception"/>
    internal async Task<WebAnswer> GetAsync(string url, int redirects, CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(HttpMethod.Get, url, redirects, cancellationToken);
        var content = await Translate(url, () => response.Content.ReadAsByteArrayAsync(cancellationToken));
        return new WebAnswer(
            response.RequestMessage!.RequestUri!, response.Content.Headers.ContentType?.ToString(), content,
            await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Requests the media type with HEAD; null if the server does not return it.</summary>
    /// <inheritdoc cref="GetTextAsync" path="/exception"/>
    public async Task<string?> GetTypeAsync(string url, int redirects, CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(HttpMethod.Head, url, redirects, cancellationToken);
        return response.Content.Headers.ContentType?.ToString();
    }

    /// <summary>Checks whether a server can be reached, and returns its HTTP status, whatever it is.</summary>
    /// <exception cref="LlmException">The server cannot be reached.</exception>
    public async Task<int> GetStatusAsync(Uri address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var value in UserAgent) request.Headers.UserAgent.Add(value);
        var client = http();
        using var response = await Translate(
            address.Authority, () => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken));
        return (int)response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, int redirects, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)) throw new LlmException($"{url} is not a valid URL.");
        var client = http();
        for (var left = redirects; ; left--)
        {
            using var request = new HttpRequestMessage(method, address);
            foreach (var value in UserAgent) request.Headers.UserAgent.Add(value);
            var response = await Translate(
                url, () => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken));
            if (response.IsSuccessStatusCode) return response;
            using (response)
            {
                if (response.Headers.Location is not { } location || (int)response.StatusCode is < 300 or >= 400)
                {
                    throw new LlmException(Describe(response, address));
                }

                if (left == 0)
                    throw new LlmException(redirects == 0 ? Describe(response, address) : $"Exceeded maximum allowed redirects for {url}");
                address = new Uri(address, location);
            }
        }
    }

    private static async Task<T> Translate<T>(string url, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or NotSupportedException or InvalidOperationException)
        {
            var proxy = Uri.TryCreate(url, UriKind.Absolute, out var address) ? EnvironmentProxy.FindFailed(address, ex) : null;
            var through = proxy is null ? "" : $" through the proxy {proxy.Host}:{proxy.Port}";
            throw new LlmException($"{url} cannot be fetched{through}: {ex.Message}", ex);
        }
    }

    /// <summary>The messages of the Python tool's HTTP library.</summary>
    private static string Describe(HttpResponseMessage response, Uri url)
    {
        var status = (int)response.StatusCode;
        var kind = status switch
        {
            >= 500 => "Server error",
            >= 400 => "Client error",
            _ => "Redirect response",
        };
        return $"{kind} '{status} {response.ReasonPhrase}' for url '{url}'\n"
            + $"For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/{status}";
    }
}

/// <summary>What a server returned.</summary>
/// <param name="Address">The address after redirects.</param>
/// <param name="Type">The media type with its parameters; null if the server named none.</param>
/// <param name="Content">The bytes.</param>
/// <param name="Text">The bytes as text, in the encoding that the server named, or UTF-8.</param>
internal sealed record WebAnswer(Uri Address, string? Type, ReadOnlyMemory<byte> Content, string Text);
