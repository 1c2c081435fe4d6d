using System.Diagnostics;
using System.Net;
using Llm.Providers.Http.Certificates;

namespace Llm.Providers.Http;

/// <summary>Creates the HTTP clients that providers use unless the host supplies one.</summary>
public static class ProviderHttp
{
    /// <summary>
    /// Creates a client without cookies, automatic redirects and a timeout: a model may reason for many minutes before the first byte,
    /// and the caller can cancel.
    /// </summary>
    /// <param name="options">How the client connects and what it writes about it; null for the defaults.</param>
    /// <exception cref="LlmException">A variable of the environment does not name a proxy that can be used.</exception>
    /// <remarks>
    /// A request over https throws <see cref="LlmException"/> if <see cref="ProviderHttpOptions.CertificateFile"/> cannot be used, and on
    /// Linux if OpenSSL is missing.
    /// </remarks>
    public static HttpClient CreateClient(ProviderHttpOptions? options = null)
    {
        options ??= new ProviderHttpOptions();
        var added = AddedCertificates.Of(options.CertificateFile);
        HttpMessageHandler handler = OperatingSystem.IsLinux()
            ? new SecureHandler(() => CreateHandler(options, added), options.RootHints, added)
            : CreateHandler(options, added);
        return new HttpClient(options.Trace is null ? handler : new TracingHandler(options.Trace) { InnerHandler = handler })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>
    /// Creates the handler of such a client, which never sends a trace id to the provider and uses the proxies of
    /// <see cref="EnvironmentProxy"/>.
    /// </summary>
    /// <param name="options">
    /// How the handler connects; <see cref="ProviderHttpOptions.RootHints"/> and <see cref="ProviderHttpOptions.Trace"/> have no effect on
    /// it.
    /// </param>
    /// <exception cref="LlmException">A variable of the environment does not name a proxy that can be used.</exception>
    public static SocketsHttpHandler CreateHandler(ProviderHttpOptions? options = null)
    {
        options ??= new ProviderHttpOptions();
        return CreateHandler(options, AddedCertificates.Of(options.CertificateFile));
    }

    private static SocketsHttpHandler CreateHandler(ProviderHttpOptions options, AddedCertificates? added)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // As the Python tool asks for. Brotli's decoder would be a hundredth of the native command.
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            ConnectTimeout = options.ConnectTimeout ?? Timeout.InfiniteTimeSpan,
            // Read here and not when it is asked, because the handler would take an error for "no proxy".
            Proxy = EnvironmentProxy.Read(),
            ActivityHeadersPropagator = options.Spans ? DistributedContextPropagator.CreateNoOutputPropagator() : null,
        };
        if (added is not null) handler.SslOptions.RemoteCertificateValidationCallback = added.Accept;
        return handler;
    }
}
