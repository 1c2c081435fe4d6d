using System.Diagnostics;
using System.Net;

namespace Llm.Providers.Http;

/// <summary>Creates the HTTP clients that providers use unless the host supplies one.</summary>
public static class ProviderHttp
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Creates a client without cookies, automatic redirects and a timeout: a model may reason for many minutes before the first byte,
    /// and the caller can cancel.
    /// </summary>
    /// <param name="trace">The writer for requests and responses, without keys; null writes nothing.</param>
    /// <param name="spans">Whether requests create spans for a listener, which makes start-up slightly slower.</param>
    public static HttpClient CreateClient(TextWriter? trace = null, bool spans = false)
    {
        var handler = CreateHandler(spans);
        return new HttpClient(trace is null ? handler : new TracingHandler(trace) { InnerHandler = handler })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Creates the handler of such a client, which never sends a trace id to the provider.</summary>
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
