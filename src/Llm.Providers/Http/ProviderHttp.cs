using System.Diagnostics;
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
    /// <param name="spans">Whether requests make spans for a listener; that costs a little start-up.</param>
    public static HttpClient CreateClient(TextWriter? trace = null, bool spans = false)
    {
        var handler = CreateHandler(spans);
        return new HttpClient(trace is null ? handler : new TracingHandler(trace) { InnerHandler = handler })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>The handler of such a client. No trace id goes to the provider, with spans or without.</summary>
    /// <inheritdoc cref="CreateClient" path="/param[@name='spans']"/>
    public static SocketsHttpHandler CreateHandler(bool spans = false) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = ConnectTimeout,
        ActivityHeadersPropagator = spans ? DistributedContextPropagator.CreateNoOutputPropagator() : null,
    };
}
