using System.Net;

namespace Llm.Providers.Http;

/// <summary>Makes the HTTP clients that providers use where a host brings none.</summary>
public static class ProviderHttp
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A client without cookies and automatic redirects. Answers may take as long as they like: a model may think for many minutes
    /// before the first byte, and whoever waits can cancel.
    /// </summary>
    /// <param name="trace">Where requests and responses are shown, keys left out; null shows nothing.</param>
    public static HttpClient CreateClient(TextWriter? trace = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = ConnectTimeout,
            ActivityHeadersPropagator = null,
        };
        return new HttpClient(trace is null ? handler : new TracingHandler(trace) { InnerHandler = handler }) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
