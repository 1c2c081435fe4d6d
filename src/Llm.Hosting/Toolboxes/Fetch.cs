using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Llm.Toolboxes;

/// <summary>Lets a model fetch pages from the public web.</summary>
[Description("Fetches pages by HTTP, from public addresses only unless it is created with allow_private=true. "
    + "A page can mislead the model, and the URLs that the model requests can carry your data away.")]
internal sealed class Fetch : Toolbox
{
    private const int MaxBytes = 1_000_000;
    private const int MaxRedirects = 5;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;

    /// <param name="allowPrivate">Whether addresses of this machine and its networks are allowed.</param>
    public Fetch(bool allowPrivate) => http = new HttpClient(new SocketsHttpHandler
    {
        // A proxy would resolve the name itself, so that the check would not see the address.
        UseProxy = false,
        UseCookies = false,
        MaxAutomaticRedirections = MaxRedirects,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        // The check belongs to the connection: a name could resolve to another address afterwards, and redirects connect here too.
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, allowPrivate, cancellationToken),
    })
    {
        Timeout = Timeout,
    };

    /// <summary>Fetches text from an HTTP or HTTPS URL.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<string> GetAsync(string url, CancellationToken cancellationToken = default)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new LlmException($"{url} is not an http or https URL");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("User-Agent", "llm (https://llm.datasette.io/)");
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(Timeout);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            var text = await ReadAsync(response.Content, timeout.Token);
            return response.IsSuccessStatusCode ? text : throw new LlmException($"the server answered {(int)response.StatusCode}: {text}");
        }
        catch (HttpRequestException ex)
        {
            throw new LlmException(
                ex.GetBaseException() is LlmException refused ? refused.Message : $"{address.Host} cannot be reached: {ex.Message}", ex);
        }
        catch (Exception ex) when (ex is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new LlmException(
                string.Create(CultureInfo.InvariantCulture, $"{address.Host} did not answer within {Timeout.TotalSeconds} seconds"), ex);
        }
    }

    public override ValueTask DisposeAsync()
    {
        http.Dispose();
        return base.DisposeAsync();
    }

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxBytes];
        var count = await stream.ReadAtLeastAsync(buffer, MaxBytes, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.UTF8.GetString(buffer, 0, count);
        if (text.Contains('\0', StringComparison.Ordinal)) throw new LlmException("the content is not text");
        return count < MaxBytes ? text : text + "… (truncated after 1 MB)";
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint server, bool allowPrivate, CancellationToken cancellationToken)
    {
        var found = await Dns.GetHostAddressesAsync(server.Host, cancellationToken);
        var allowed = allowPrivate ? found : [.. found.Where(PublicAddress.Is)];
        if (allowed.Length == 0)
            throw new LlmException($"{server.Host} is not a public address; only Fetch(allow_private=true) may connect to it");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, server.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
