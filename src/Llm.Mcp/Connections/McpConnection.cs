using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Llm.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Llm.Mcp;

/// <summary>The connection to a server. Every request ends within its time limit, whatever the server does.</summary>
/// <remarks>Thread-safe: requests may be concurrent.</remarks>
internal sealed class McpConnection : IAsyncDisposable
{
    /// <summary>The time to wait for the last output of a program that has ended.</summary>
    private static readonly TimeSpan LastOutputDelay = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The time to wait for an answer to the newest protocol's first request before the older handshake is used.
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

    /// <summary>The capabilities of the server.</summary>
    public ServerCapabilities Capabilities => client!.ServerCapabilities;

    /// <summary>The server's name and version.</summary>
    public Implementation Info => client!.ServerInfo!;

    /// <summary>Starts or connects to a server and initialises the session.</summary>
    /// <exception cref="McpServerException">The server cannot be started or reached, or does not answer in time.</exception>
    public static async Task<McpConnection> OpenAsync(McpServerSettings server, IKeySource keySource, CancellationToken cancellationToken)
    {
        if (server.Problem is { } problem)
            throw new McpServerException(
                server.Name, $"The MCP server '{server.Name}' cannot be used: {problem}. Correct its entry in mcp.json.");
        var keys = new KeyReferences(server.Name, keySource);
        var process = server.Command is null ? null : ServerProcess.Start(server, keys);
        var connection = new McpConnection(server, keys, process);
        try
        {
            if (process is null) await connection.ConnectAsync(cancellationToken);
            else await connection.InitializeAsync(new ProgramTransport(process), cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a request to the server and returns the result as it is.</summary>
    /// <remarks>The SDK's own types refuse a result as a whole if a part of it is not as the protocol wants it.</remarks>
    /// <exception cref="McpServerException">The server refuses, fails, ends, or does not answer in time.</exception>
    public Task<JsonNode?> RequestAsync(string method, JsonObject parameters, CancellationToken cancellationToken) =>
        RequestAsync(send => send(method, parameters), cancellationToken);

    /// <summary>Sends a request and reports the progress of it.</summary>
    /// <exception cref="McpServerException">The server refuses, fails, ends, or does not answer in time.</exception>
    public async Task<JsonNode?> RequestAsync(
        string method, JsonObject parameters, Action<JsonObject> progress, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        parameters["_meta"] = new JsonObject { ["progressToken"] = id };
        await using var registration = client!.RegisterNotificationHandler(
            NotificationMethods.ProgressNotification,
            (notification, _) =>
            {
                if (notification.Params is JsonObject report && report.Scalar("progressToken") == id) progress(report);
                return default;
            });
        return await RequestAsync(method, parameters, cancellationToken);
    }

    /// <summary>Reads all pages of a list, within the time limit of one request.</summary>
    /// <exception cref="McpServerException">The server refuses, fails, ends, or does not answer in time.</exception>
    public Task<T> RequestAsync<T>(
        Func<Func<string, JsonObject, Task<JsonNode?>>, Task<T>> exchange, CancellationToken cancellationToken) =>
        RequestAsync(
            (client, token) => exchange(async (method, parameters) => (await client.SendRequestAsync(
                new JsonRpcRequest { Method = method, Params = parameters }, token)).Result),
            server.CallTimeout,
            cancellationToken);

    /// <summary>
    /// Registers a tool with the SDK, which needs it for the headers of calls over HTTP; returns false if the tool's headers are not valid.
    /// </summary>
    public bool TryAddTool(string name, JsonObject schema)
    {
        try
        {
            client!.AddKnownTools([new ModelContextProtocol.Protocol.Tool { Name = name, InputSchema = schema.ToElement() }]);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Ends the connection and the program, if one was started.</summary>
    public async ValueTask DisposeAsync()
    {
        // The program is ended first, so that nothing is left to wait for.
        if (process is not null) await process.DisposeAsync();
        if (client is not null)
            await client.DisposeAsync().AsTask().WaitAsync(Grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (web is not null) await web.DisposeAsync();
    }

    /// <summary>
    /// Connects to a server with a URL by the newer transport, then by the older one, unless its type determines which.
    /// </summary>
    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (server.Json.Text("type") == "sse")
        {
            await ConnectAsync(HttpTransportMode.Sse, cancellationToken);
            return;
        }

        try
        {
            await ConnectAsync(HttpTransportMode.StreamableHttp, cancellationToken);
        }
        // Servers of the older transport answer with these codes. If the second attempt fails too, the first error is the useful one.
        catch (McpServerException first) when (first.InnerException is { } cause && Innermost(cause) is HttpRequestException
        {
            StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
        })
        {
            try
            {
                await ConnectAsync(HttpTransportMode.Sse, cancellationToken);
            }
            catch (McpServerException)
            {
                throw first;
            }
        }
    }

    private async Task ConnectAsync(HttpTransportMode mode, CancellationToken cancellationToken)
    {
        if (web is not null) await web.DisposeAsync();
        await InitializeAsync(web = CreateHttpTransport(mode), cancellationToken);
    }

    private async Task InitializeAsync(IClientTransport transport, CancellationToken cancellationToken) => client = await RequestAsync(
        (_, token) => McpClient.CreateAsync(transport, ClientOptions(), null, token), server.StartTimeout, cancellationToken);

    private async Task<T> RequestAsync<T>(
        Func<McpClient, CancellationToken, Task<T>> send, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(limit);
        // Runs on another thread because writing blocks if the program does not read.
        var answer = Task.Run(() => send(client!, stop.Token), CancellationToken.None);
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
        // The SDK reports a cancellation by various exceptions.
        catch (Exception ex) when (stop.IsCancellationRequested && ex is not LlmException and not OutOfMemoryException)
        {
            throw Failed($"did not answer within {limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} seconds", ex);
        }
        catch (McpProtocolException ex)
        {
            throw new McpServerException(server.Name, keys.Redact($"The MCP server '{server.Name}' {Refusal(ex)}"), ex);
        }
        catch (Exception ex) when (ex is not LlmException and not OutOfMemoryException)
        {
            // A closed pipe may be noticed before the end of the program.
            if (process is not null)
                await process.Exited.WaitAsync(LastOutputDelay, CancellationToken.None)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (process?.ExitCode is not null) throw Ended(ex);
            // The message of such an error names types of the SDK.
            var cause = Innermost(ex);
            throw Failed(cause is JsonException ? "sent an answer that cannot be read" : $"failed: {cause.Message.TrimEnd('.')}", ex);
        }
        finally
        {
            _ = answer.ContinueWith(static left => left.Exception, TaskScheduler.Default);
        }
    }

    private async Task EndOfProcessAsync(CancellationToken cancellationToken)
    {
        await process!.Exited.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(LastOutputDelay, CancellationToken.None);
    }

    private McpServerException Ended(Exception? cause) => Failed($"ended with exit code {process?.ExitCode}", cause);

    private McpServerException Failed(string what, Exception? cause)
    {
        var message = $"The MCP server '{server.Name}' {what}.";
        if (process?.StrayOutput is { Length: > 0 } stray) message += $" Its standard output, which is for the protocol, ends in:\n{stray}";
        if (process?.Errors is { Length: > 0 } errors) message += $" Its standard error ends in:\n{errors}";
        return new McpServerException(server.Name, keys.Redact(message), cause);
    }

    private static string Refusal(McpProtocolException error)
    {
        const string Prefix = "Request failed (remote): ";
        var words = error.Message.StartsWith(Prefix, StringComparison.Ordinal) ? error.Message[Prefix.Length..] : error.Message;
        if ((int)error.ErrorCode != MessageRepair.UnreadableAnswer) return $"refused: {words}";
        return words.Length > 0 ? $"sent an answer that cannot be read: {words}" : "sent an empty answer.";
    }

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;

    private McpClientOptions ClientOptions() => new()
    {
        ClientInfo = new Implementation { Name = "llm", Version = typeof(McpConnection).Assembly.GetName().Version!.ToString(3) },
        // This class enforces the time limits.
        InitializationTimeout = server.StartTimeout + Grace,
        DiscoverProbeTimeout = ProbeTimeout < server.StartTimeout / 2 ? ProbeTimeout : server.StartTimeout / 2,
    };

    private HttpClientTransport CreateHttpTransport(HttpTransportMode mode)
    {
        // Each request has its own time limit. Redirects are not followed because headers may contain keys.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, Proxy = EnvironmentProxy.Read() };
        if (AddedCertificates.Of(server.CertificateFile) is { } added)
            handler.SslOptions.RemoteCertificateValidationCallback = added.Accept;
        var sending = new SessionRenewal(handler);
        var http = new HttpClient(new AnswerRepair(sending, answersInBody: mode == HttpTransportMode.StreamableHttp))
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
