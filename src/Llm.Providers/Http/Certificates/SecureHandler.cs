using System.Collections.Concurrent;
using System.Net;

namespace Llm.Providers.Http.Certificates;

/// <summary>
/// Sends requests with the same outcome as a <see cref="SocketsHttpHandler"/>, but over https, it reads only the root certificates that
/// the server needed the last time.
/// </summary>
internal sealed class SecureHandler : HttpMessageHandler
{
    private readonly Func<SocketsHttpHandler> create;
    private readonly string? hints;
    private readonly AddedCertificates? added;
    private readonly HttpMessageInvoker plain;
    private readonly IWebProxy? proxies;
    private readonly ConcurrentDictionary<string, HintedServer> servers = new(StringComparer.Ordinal);

    /// <param name="create">Creates handlers, which this one owns.</param>
    /// <param name="hints">The folder of hints; null reads the whole store as .NET does.</param>
    /// <param name="added">What is trusted besides the store; the handlers know it too.</param>
    public SecureHandler(Func<SocketsHttpHandler> create, string? hints, AddedCertificates? added)
    {
        this.create = create;
        this.hints = hints;
        this.added = added;
        var handler = create();
        proxies = handler.Proxy;
        plain = new HttpMessageInvoker(handler);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!;
        var proxy = proxies?.IsBypassed(url) == false ? proxies.GetProxy(url) : null;
        if (url.Scheme != Uri.UriSchemeHttps && proxy?.Scheme != Uri.UriSchemeHttps) return plain.SendAsync(request, cancellationToken);
        OpenSsl.Require();
        added?.Require();
        // A proxy may itself be asked over https.
        if (hints is null || proxy is not null) return SendPlainAsync(request, cancellationToken);
        return SendHintedAsync(request, hints, url, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            plain.Dispose();
            foreach (var server in servers.Values) server.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> SendHintedAsync(
        HttpRequestMessage request, string folder, Uri url, CancellationToken cancellationToken)
    {
        var server = servers.GetOrAdd(url.Authority, _ => new HintedServer(create(), new RootHintFile(folder, url), added));
        return await server.SendAsync(request, cancellationToken) ?? await SendPlainAsync(request, cancellationToken);
    }

    /// <summary>Decides as .NET does, and with its errors.</summary>
    private Task<HttpResponseMessage> SendPlainAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        MachineStore.UseWhole();
        return plain.SendAsync(request, cancellationToken);
    }
}
