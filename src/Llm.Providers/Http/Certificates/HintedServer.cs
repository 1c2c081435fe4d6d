using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Llm.Providers.Http.Certificates;

/// <summary>
/// The connections to one server whose chain of certificates is remembered. It accepts nothing that .NET does not accept, and what it
/// refuses is decided elsewhere.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class HintedServer : IDisposable
{
    private readonly HttpMessageInvoker sender;
    private readonly RootHintFile file;
    private readonly AddedCertificates? added;
    private volatile RootHint? hint;
    private volatile StoreState? state;
    private volatile bool isHintWrong;
    private volatile bool isRefused;

    /// <param name="handler">The handler, without a connection yet; it belongs to this class.</param>
    /// <param name="file">Where the hint is.</param>
    /// <param name="added">What is trusted besides the store.</param>
    public HintedServer(SocketsHttpHandler handler, RootHintFile file, AddedCertificates? added)
    {
        this.file = file;
        this.added = added;
        handler.ConnectCallback = ConnectAsync;
        handler.SslOptions.RemoteCertificateValidationCallback = Accept;
        // The defaults of a request, but without the download of certificates that a server left out: the store may have them, and what
        // is refused here is decided with all means.
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            RevocationFlag = X509RevocationFlag.ExcludeRoot,
            DisableCertificateDownloads = true,
        };
        sender = new HttpMessageInvoker(handler);
    }

    /// <summary>Sends a request; null if the server's certificate was refused, so that the request must be sent in another way.</summary>
    public async Task<HttpResponseMessage?> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        while (!isRefused)
        {
            try
            {
                return await sender.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException ex) when (ex.HttpRequestError == HttpRequestError.SecureConnectionError)
            {
                MachineStore.UseWhole();
                // With the whole store, the server's new chain may be accepted, and is remembered.
                if (hint is null) isRefused = true;
                isHintWrong = true;
                hint = null;
            }
            catch
            {
                MachineStore.Restore();
                throw;
            }
        }

        return null;
    }

    public void Dispose() => sender.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var connected = socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            // While the network is at work.
            Prepare();
            await connected;
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Gives .NET the roots of the hint if it fits the store, else the whole store.</summary>
    private void Prepare()
    {
        state = null;
        if (FindRoots() is { } store)
        {
            if (!isHintWrong && file.Read() is { } known && store.IsUnchanged(known.Fingerprint, known.Files)
                && CertificatesOf(known, store) is { } certificates && MachineStore.TryReduce(certificates))
            {
                hint = known;
                return;
            }

            state = StateOf(store);
        }

        MachineStore.UseWhole();
    }

    /// <summary>
    /// Accepts what .NET accepts, or what ends in a root that was added; with few roots, only if the whole store would lead to the same
    /// chain.
    /// </summary>
    private bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        MachineStore.Restore();
        if (hint is { } used) return errors == SslPolicyErrors.None && chain is not null && used.Chain == ServerChain.HashOf(chain);
        using var own = added?.ChainOf(certificate, chain, errors);
        if ((own ?? (errors == SslPolicyErrors.None ? chain : null)) is not { } accepted) return false;
        if (state is { IsSettled: true } settled && FindRoots() is { } store)
            Remember(settled, ServerChain.HashOf(accepted), accepted, store);
        return true;
    }

    private SystemRoots? FindRoots() => SystemRoots.Find(added?.File);

    private void Remember(StoreState settled, string hash, X509Chain chain, SystemRoots store)
    {
        try
        {
            file.Write(new RootHint(settled.Fingerprint, settled.Files, hash, ServerChain.PlacesOf(chain, store)));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // The certificate is accepted; only the next prompt is slower.
        }
    }

    private static StoreState? StateOf(SystemRoots store)
    {
        try
        {
            return store.Examine();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static List<string>? CertificatesOf(RootHint hint, SystemRoots store)
    {
        var certificates = new List<string>(hint.Places.Count);
        foreach (var place in hint.Places)
        {
            if (store.Read(place) is not { } text) return null;
            certificates.Add(text);
        }

        return certificates;
    }
}
