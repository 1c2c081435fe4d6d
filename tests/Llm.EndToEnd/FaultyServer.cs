using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Llm.EndToEnd;

/// <summary>A server that fails in the way that a prompt names (<c>FAULT 7</c>), below HTTP where the fault is there.</summary>
internal sealed partial class FaultyServer : IAsyncDisposable
{
    /// <summary>What a client must have seen of the answer before the fault.</summary>
    public const string Piece = "Half an answer";

    private const string EventHeaders = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

    private static readonly string Delta = $$$"""data: {"choices": [{"delta": {"content": "{{{Piece}}}"}}]}""" + "\n\n";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;

    public FaultyServer()
    {
        listener.Start(512);
        accepting = AcceptAsync();
    }

    /// <summary>The kinds of fault; the first is none.</summary>
    public static IReadOnlyList<Fault> Faults { get; } =
    [
        new("a whole answer", "", HasPiece: true, EventHeaders + Delta + """data: {"choices": [{"delta": {}, "finish_reason": "stop"}]}""" + "\n\n"),
        new("a refused connection", "cannot be reached", HasPiece: false, null),
        new("a reset before the headers", "cannot be reached", HasPiece: false, "", Resets: true),
        new("a reset in the headers", "cannot be reached", HasPiece: false, EventHeaders[..30], Resets: true),
        new("a reset after the headers", "Connection lost", HasPiece: false, EventHeaders + ": ok\n\n", Resets: true),
        new("status 429", "429", HasPiece: false, Status("429 Too Many Requests", "busy")),
        new("status 500", "500", HasPiece: false, Status("500 Internal Server Error", "broken")),
        new("status 503", "503", HasPiece: false, Status("503 Service Unavailable", "down")),
        new("a web page", "not JSON", HasPiece: false, Body("text/html", "<!doctype html><title>Welcome</title>")),
        new("an empty body", "empty answer", HasPiece: false, Body("application/json", "")),
        new("half of a JSON answer", "Connection lost", HasPiece: false, Body("application/json", """{"choices": [{"mess""", length: 500)),
        new("a stall before the answer", "sent nothing for 2 seconds", HasPiece: false, "", Stalls: true),
        new("a stall in the answer", "sent nothing for 2 seconds", HasPiece: true, EventHeaders + Delta, Stalls: true),
        new("an error event", "overloaded", HasPiece: true, EventHeaders + Delta + "event: error\ndata: {\"message\": \"overloaded\"}\n\n"),
        new("a stream that is cut", "Connection lost", HasPiece: true, EventHeaders + Delta),
    ];

    /// <summary>The address for a fault; nobody listens at that of a refused connection.</summary>
    public string Address(Fault fault) => fault.Reply is null ? "http://127.0.0.1:1/v1" : $"http://{listener.LocalEndpoint}/v1";

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private static string Status(string status, string message) =>
        Body("application/json", $$$"""{"error": {"message": "{{{message}}}"}}""").Replace("200 OK", status, StringComparison.Ordinal);

    private static string Body(string type, string body, int? length = null) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {length ?? body.Length}\r\nConnection: close\r\n\r\n{body}";

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await listener.AcceptSocketAsync(stop.Token)));
        }
        catch (Exception ex) when (ex is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var number = Number().Match(await ReadRequestAsync(socket)).Groups[1].Value;
                var fault = Faults[int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)];
                await socket.SendAsync(Encoding.UTF8.GetBytes(fault.Reply!), stop.Token);
                if (fault.Stalls) await WaitForCloseAsync(socket);
                else if (fault.Resets) socket.LingerState = new LingerOption(enable: true, 0);
                else socket.Shutdown(SocketShutdown.Send);
            }
            catch (Exception ex) when (ex is OperationCanceledException or SocketException)
            {
                // The client has left, or the test is over.
            }
        }
    }

    private async Task<string> ReadRequestAsync(Socket socket)
    {
        var request = new StringBuilder();
        var buffer = new byte[8192];
        while (!Number().IsMatch(request.ToString()))
        {
            var count = await socket.ReceiveAsync(buffer, stop.Token);
            if (count == 0) throw new SocketException();
            request.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return request.ToString();
    }

    private async Task WaitForCloseAsync(Socket socket)
    {
        var buffer = new byte[8192];
        while (await socket.ReceiveAsync(buffer, stop.Token) > 0)
        {
        }
    }

    [GeneratedRegex(@"FAULT (\d+)[^\d]")]
    private static partial Regex Number();

    /// <summary>A kind of fault.</summary>
    /// <param name="Name">What goes wrong.</param>
    /// <param name="Error">What the error says; empty if there is none.</param>
    /// <param name="HasPiece">Whether <see cref="Piece"/> is sent before.</param>
    /// <param name="Reply">What the server sends; null if nobody listens.</param>
    /// <param name="Resets">Whether the server then resets the connection.</param>
    /// <param name="Stalls">Whether the server then sends nothing more.</param>
    internal sealed record Fault(string Name, string Error, bool HasPiece, string? Reply, bool Resets = false, bool Stalls = false);
}
