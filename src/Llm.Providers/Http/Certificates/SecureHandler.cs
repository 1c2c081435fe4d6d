using System.Collections.Concurrent;

namespace Llm.Providers.Http.Certificates;

/// <summary>
/// Sends requests with the same outcome as a <see cref="SocketsHttpHandler"/>, but over https, it reads only the root certificates that
/// the server needed the last time.
/// </summary>
/// <param name="create">Creates handlers, which this one owns.</param>
/// <param name="hints">The folder of hints; null reads the whole store as .NET does.</param>
internal sealed class SecureHandler(Func<SocketsHttpHandler> create, string? hints) : HttpMessageHandler
{
    private readonly HttpMessageInvoker plain = new(create());
    private readonly ConcurrentDictionary<string, HintedServer> servers = new(StringComparer.Ordinal);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { } url || url.Scheme != Uri.UriSchemeHttps) return plain.SendAsync(request, cancellationToken);
        OpenSsl.Require();
        // A proxy may itself be asked over https.
        if (hints is null || HasProxy(url)) return SendPlainAsync(request, cancellationToken);
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
        var server = servers.GetOrAdd(url.Authority, _ => new HintedServer(create(), new RootHintFile(folder, url)));
        return await server.SendAsync(request, cancellationToken) ?? await SendPlainAsync(request, cancellationToken);
    }

    /// <summary>Decides as .NET does, and with its errors.</summary>
    private Task<HttpResponseMessage> SendPlainAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        MachineStore.UseWhole();
        return plain.SendAsync(request, cancellationToken);
    }

    private static bool HasProxy(Uri url) =>
        HttpClient.DefaultProxy.GetProxy(url) is not null && !HttpClient.DefaultProxy.IsBypassed(url);
}
