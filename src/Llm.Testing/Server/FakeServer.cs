using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Llm.Testing;

/// <summary>
/// A server on the loopback interface that implements OpenAI's interfaces, Anthropic's Messages and the Gemini API. It records every
/// request and sends the replies that a test queued. If none is queued, it echoes the user's last message, as
/// <see cref="EchoScript"/> describes.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<RecordedRequest> requests = [];
    private readonly ConcurrentQueue<Func<RecordedRequest, FakeReply>> replies = [];
    private readonly Func<RecordedRequest, FakeReply> script;
    private readonly bool isSecure;
    private int connections;

    private FakeServer(Func<RecordedRequest, FakeReply> script, int port, Func<SslStreamCertificateContext>? certificate)
    {
        this.script = script;
        isSecure = certificate is not null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(next => connection =>
                {
                    Interlocked.Increment(ref connections);
                    return next(connection);
                });
                if (certificate is not null) listen.UseHttps(HandshakeWith(certificate));
            });
        });
        if (isSecure) builder.WebHost.UseKestrelHttpsConfiguration();
        app = builder.Build();
        app.Run(ServeAsync);
    }

    /// <summary>The port.</summary>
    public int Port { get; private set; }

    /// <summary>
    /// The base URL of the interfaces, such as <c>http://127.0.0.1:1234/v1</c>, or <c>https://localhost:1234/v1</c> if the server has a
    /// certificate.
    /// </summary>
    public string BaseAddress => isSecure ? $"https://localhost:{Port}/v1" : $"http://127.0.0.1:{Port}/v1";

    /// <summary>How many connections have been opened so far.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>The requests so far, oldest first.</summary>
    public IReadOnlyList<RecordedRequest> Requests => [.. requests];

    /// <summary>Called for each request before it is answered.</summary>
    public Action<RecordedRequest>? Received { get; set; }

    /// <summary>Starts a server.</summary>
    /// <param name="script">Creates the replies if none is queued; null uses <see cref="EchoScript"/>.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="certificate">
    /// Returns the certificate for each connection, with its private key and the certificates that are sent with it; null for http.
    /// </param>
    public static async Task<FakeServer> StartAsync(
        Func<RecordedRequest, FakeReply>? script = null, int port = 0, Func<SslStreamCertificateContext>? certificate = null)
    {
        var server = new FakeServer(script ?? EchoScript.Reply, port, certificate);
        await server.app.StartAsync();
        var address = server.app.Services.GetService(
            typeof(Microsoft.AspNetCore.Hosting.Server.IServer)) is Microsoft.AspNetCore.Hosting.Server.IServer kestrel
            ? kestrel.Features.Get<IServerAddressesFeature>()!.Addresses.First()
            : throw new InvalidOperationException("The server has no address.");
        server.Port = new Uri(address).Port;
        return server;
    }

    /// <summary>Queues a reply for the next request that has none.</summary>
    public void Enqueue(FakeReply reply) => replies.Enqueue(_ => reply);

    /// <summary>Queues an answer, which is sent in the form of the request's interface.</summary>
    public void Enqueue(FakeAnswer answer) => replies.Enqueue(answer.ReplyTo);

    /// <summary>Queues a reply that depends on the request.</summary>
    public void Enqueue(Func<RecordedRequest, FakeReply> reply) => replies.Enqueue(reply);

    /// <summary>Stops the server immediately; answers that are being sent are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    private static TlsHandshakeCallbackOptions HandshakeWith(Func<SslStreamCertificateContext> certificate) => new()
    {
        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate() }),
    };

    private async Task ServeAsync(HttpContext context)
    {
        var request = await ReadAsync(context.Request);
        requests.Enqueue(request);
        Received?.Invoke(request);
        var reply = replies.TryDequeue(out var queued) ? queued(request) : script(request);
        try
        {
            await ReplyWriter.WriteAsync(context, reply);
        }
        catch (Exception ex) when (ex is OperationCanceledException or IOException)
        {
            // Some tests close the connection early.
        }
    }

    private static async Task<RecordedRequest> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var headers = request.Headers.SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value ?? "")));
        return new RecordedRequest(request.Method, target, [.. headers], body.ToArray());
    }
}
