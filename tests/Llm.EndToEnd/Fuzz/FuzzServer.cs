using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Llm.EndToEnd.Fuzz;

/// <summary>Answers each address with the bytes that were given for it, whatever the request is.</summary>
internal sealed class FuzzServer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentDictionary<string, (string Type, byte[] Body)> answers = new();
    private readonly string root;

    public FuzzServer()
    {
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        root = $"http://{free.LocalEndpoint}/";
        free.Stop();
        listener.Prefixes.Add(root);
        listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Keeps an answer and returns the address that has it.</summary>
    public string Add(int seed, string type, string body)
    {
        answers[$"/{seed}/"] = (type, Encoding.UTF8.GetBytes(body));
        return $"{root}{seed}/v1";
    }

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                _ = AnswerAsync(context);
            }
            catch (Exception ex) when (ex is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        var (type, body) = answers[path[..(path.IndexOf('/', 1) + 1)]];
        context.Response.ContentType = type;
        try
        {
            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
        catch (HttpListenerException)
        {
            // The command has seen enough.
        }
    }
}
