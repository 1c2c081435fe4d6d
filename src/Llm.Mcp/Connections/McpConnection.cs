using System.Globalization;
using System.Net;
using Llm.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Llm.Mcp;

/// <summary>A server that was started or reached. No request waits longer than its time, whatever the server does.</summary>
/// <remarks>Thread-safe: requests may overlap.</remarks>
internal sealed class McpConnection : IAsyncDisposable
{
    /// <summary>How long a program that ended may take to say its last words.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a server may leave the newest protocol's first question unanswered until it is asked as older ones want it.
    /// </summary>
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);

    private readonly McpServerSettings server;
    private readonly KeyReferences keys;
    private readonly ServerProcess? process;
    private HttpClientTransport? web;
    private McpClient? client;

    private McpConnection(McpServerSettings server, KeyReferences keys, ServerProcess? process) =>
        (this.server, this.keys, this.process) = (server, keys, process);

    /// <summary>The server's name in <c>mcp.json</c>.</summary>
    public string Name => server.Name;

    /// <summary>What the server can do.</summary>
    public ServerCapabilities Capabilities => client!.ServerCapabilities;

    /// <summary>What the server calls itself.</summary>
    public Implementation Info => client!.ServerInfo!;

    /// <summary>Starts or reaches a server and greets it.</summary>
    /// <exception cref="McpServerException">It cannot be started or reached, or does not answer in time.</exception>
    public static async Task<McpConnection> OpenAsync(McpServerSettings server, IKeySource keySource, CancellationToken cancellationToken)
    {
        if (server.Mistake is { } mistake)
            throw new McpServerException(
                server.Name, $"The MCP server '{server.Name}' cannot be used: {mistake}. Correct its entry in mcp.json.");
        var keys = new KeyReferences(server.Name, keySource);
        var process = server.Command is null ? null : ServerProcess.Start(server, keys);
        var connection = new McpConnection(server, keys, process);
        try
        {
            if (process is null) await connection.ReachAsync(cancellationToken);
            else await connection.GreetAsync(new StreamClientTransport(process.Input, process.Output), cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the server something.</summary>
    /// <exception cref="McpServerException">It refuses, fails, ends, or does not answer in time.</exception>
    public Task<T> AskAsync<T>(Func<McpClient, CancellationToken, Task<T>> ask, CancellationToken cancellationToken) =>
        AskAsync(ask, server.CallTimeout, cancellationToken);

    /// <summary>
    /// Lets the SDK know a tool, which it needs for the headers of calls over HTTP; false for one whose headers make no sense.
    /// </summary>
    public bool Knows(ModelContextProtocol.Protocol.Tool tool)
    {
        try
        {
            client!.AddKnownTools([tool]);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Ends the connection and, if it was started here, the server.</summary>
    public async ValueTask DisposeAsync()
    {
        // The program first: then nothing is left to wait for.
        if (process is not null) await process.DisposeAsync();
        if (client is not null)
            await client.DisposeAsync().AsTask().WaitAsync(Grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (web is not null) await web.DisposeAsync();
    }

    /// <summary>
    /// Reaches a server with an address: first as the newer protocol wants it, then as the older one, unless its type says which.
    /// </summary>
    private async Task ReachAsync(CancellationToken cancellationToken)
    {
        if (server.Json.Text("type") == "sse")
        {
            await ReachAsync(HttpTransportMode.Sse, cancellationToken);
            return;
        }

        try
        {
            await ReachAsync(HttpTransportMode.StreamableHttp, cancellationToken);
        }
        // What a server of the older protocol answers. Whether it is one shows only then; else the first refusal tells what is wrong.
        catch (McpServerException first) when (first.InnerException is { } cause && Innermost(cause) is HttpRequestException
        {
            StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
        })
        {
            try
            {
                await ReachAsync(HttpTransportMode.Sse, cancellationToken);
            }
            catch (McpServerException)
            {
                throw first;
            }
        }
    }

    private async Task ReachAsync(HttpTransportMode mode, CancellationToken cancellationToken)
    {
        if (web is not null) await web.DisposeAsync();
        await GreetAsync(web = CreateHttpTransport(mode), cancellationToken);
    }

    private async Task GreetAsync(IClientTransport transport, CancellationToken cancellationToken) => client = await AskAsync(
        (_, token) => McpClient.CreateAsync(transport, ClientOptions(), null, token), server.StartTimeout, cancellationToken);

    private async Task<T> AskAsync<T>(Func<McpClient, CancellationToken, Task<T>> ask, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(limit);
        // On another thread: writing to a program that does not read would hold this one up.
        var answer = Task.Run(() => ask(client!, stop.Token), CancellationToken.None);
        try
        {
            if (process is not null) await Task.WhenAny(answer, EndOfProcessAsync(stop.Token)).WaitAsync(stop.Token);
            if (process is null || answer.IsCompleted) return await answer.WaitAsync(stop.Token);
            cancellationToken.ThrowIfCancellationRequested();
            await stop.CancelAsync();
            throw Ended(null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        // The SDK tells its own cancellation in several ways.
        catch (Exception ex) when (stop.IsCancellationRequested && ex is not LlmException and not OutOfMemoryException)
        {
            throw Failed($"did not answer within {limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} seconds", ex);
        }
        catch (McpProtocolException ex)
        {
            throw new McpServerException(server.Name, keys.Redact($"The MCP server '{server.Name}' refused: {ex.Message}"), ex);
        }
        catch (Exception ex) when (ex is not LlmException and not OutOfMemoryException)
        {
            // Its end may be seen in its pipes before it is known.
            if (process is not null)
                await process.Exited.WaitAsync(LastWords, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw process?.ExitCode is not null ? Ended(ex) : Failed($"failed: {Innermost(ex).Message.TrimEnd('.')}", ex);
        }
        finally
        {
            _ = answer.ContinueWith(static left => left.Exception, TaskScheduler.Default);
        }
    }

    private async Task EndOfProcessAsync(CancellationToken cancellationToken)
    {
        await process!.Exited.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(LastWords, CancellationToken.None);
    }

    private McpServerException Ended(Exception? cause) => Failed($"ended with exit code {process?.ExitCode}", cause);

    private McpServerException Failed(string what, Exception? cause)
    {
        var message = $"The MCP server '{server.Name}' {what}.";
        if (process?.Strange is { Length: > 0 } strange) message += $" Its standard output, which is for the protocol, ends in:\n{strange}";
        if (process?.Errors is { Length: > 0 } errors) message += $" Its standard error ends in:\n{errors}";
        return new McpServerException(server.Name, keys.Redact(message), cause);
    }

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;

    private McpClientOptions ClientOptions() => new()
    {
        ClientInfo = new Implementation { Name = "llm", Version = typeof(McpConnection).Assembly.GetName().Version!.ToString(3) },
        // Time is kept here.
        InitializationTimeout = server.StartTimeout + Grace,
        DiscoverProbeTimeout = ProbeTimeout < server.StartTimeout / 2 ? ProbeTimeout : server.StartTimeout / 2,
    };

    private HttpClientTransport CreateHttpTransport(HttpTransportMode mode)
    {
        // Requests have times of their own. Headers may hold keys, which must not follow a redirect to another server.
        var http = new HttpClient(new SessionRenewal(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var options = new HttpClientTransportOptions
        {
            Endpoint = new Uri(server.Url!),
            TransportMode = mode,
            ConnectionTimeout = server.StartTimeout,
            AdditionalHeaders = server.Headers.ToDictionary(header => header.Key, header => keys.Resolve(header.Value)),
        };
        return new HttpClientTransport(options, http, loggerFactory: null, ownsHttpClient: true);
    }
}
