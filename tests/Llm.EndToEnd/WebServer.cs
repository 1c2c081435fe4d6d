using System.Net;

namespace Llm.EndToEnd;

/// <summary>A server on this machine that answers each path with what a function returns; 404 for null.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Task answering;

    private WebServer(int port, Func<string, (string Type, byte[] Content)?> answer)
    {
        Address = $"http://127.0.0.1:{port}/";
        listener.Prefixes.Add(Address);
        listener.Start();
        answering = AnswerAsync(answer);
    }

    /// <summary>The address, with a slash at its end.</summary>
    public string Address { get; }

    public static WebServer Start(Func<string, (string Type, byte[] Content)?> answer)
    {
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        return new WebServer(port, answer);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await answering;
    }

    private async Task AnswerAsync(Func<string, (string Type, byte[] Content)?> answer)
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception ex) when (ex is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var response = context.Response;
            if (answer(context.Request.Url!.AbsolutePath) is var (type, content))
            {
                response.ContentType = type;
                await response.OutputStream.WriteAsync(content);
            }
            else
            {
                response.StatusCode = 404;
            }
        }
    }
}
