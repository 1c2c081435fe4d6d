using System.Diagnostics;
using System.Net;
using Llm.Providers.Http.Certificates;

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
    /// <param name="rootHints">
    /// A folder in which the client remembers which root certificate a server needed, so that a short process need not read all of them; it
    /// may be deleted at any time. It has an effect only on Linux, and changes how the whole process reads root certificates while a
    /// connection is made. Null remembers nothing.
    /// </param>
    /// <exception cref="LlmException">A variable of the environment does not name a proxy that can be used.</exception>
    /// <remarks>On Linux, a request over https throws <see cref="LlmException"/> if OpenSSL is missing.</remarks>
    public static HttpClient CreateClient(TextWriter? trace = null, bool spans = false, string? rootHints = null)
    {
        HttpMessageHandler handler = OperatingSystem.IsLinux()
            ? new SecureHandler(() => CreateHandler(spans), rootHints)
            : CreateHandler(spans);
        return new HttpClient(trace is null ? handler : new TracingHandler(trace) { InnerHandler = handler })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>
    /// Creates the handler of such a client, which never sends a trace id to the provider and uses the proxies of
    /// <see cref="EnvironmentProxy"/>.
    /// </summary>
    /// <exception cref="LlmException">A variable of the environment does not name a proxy that can be used.</exception>
    /// <inheritdoc cref="CreateClient" path="/param[@name='spans']"/>
    public static SocketsHttpHandler CreateHandler(bool spans = false) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // As the Python tool asks for. Brotli's decoder would be a hundredth of the native command.
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        ConnectTimeout = ConnectTimeout,
        // Read here and not when it is asked, because the handler would take an error for "no proxy".
        Proxy = EnvironmentProxy.Read(),
        ActivityHeadersPropagator = spans ? DistributedContextPropagator.CreateNoOutputPropagator() : null,
    };
}
