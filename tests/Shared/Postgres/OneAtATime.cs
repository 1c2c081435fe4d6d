using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Llm.Tests.Postgres;

/// <summary>
/// A proxy before PGlite's socket server, which mixes the messages of clients that ask at the same time: it lets one client after another
/// have the server, from the first message of a statement until the server is ready for the next one and no transaction is open.
/// </summary>
internal sealed class OneAtATime : IDisposable
{
    private const int RequestForTls = 80_877_103;
    private const int RequestToCancel = 80_877_102;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly SemaphoreSlim turn = new(1);
    private readonly int serverPort;

    public OneAtATime(int serverPort)
    {
        this.serverPort = serverPort;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Dispose()
    {
        listener.Dispose();
        turn.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync();
            }
            catch (Exception ex) when (ex is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            client.NoDelay = server.NoDelay = true;
            var hasTurn = false;
            try
            {
                var (from, to) = (client.GetStream(), Stream.Null);
                var startup = await ReadBodyAsync(from);
                if (BinaryPrimitives.ReadInt32BigEndian(startup.AsSpan(4)) == RequestForTls)
                {
                    await from.WriteAsync("N"u8.ToArray());
                    startup = await ReadBodyAsync(from);
                }

                // PGlite does not stop a statement.
                if (BinaryPrimitives.ReadInt32BigEndian(startup.AsSpan(4)) == RequestToCancel) return;
                await turn.WaitAsync();
                hasTurn = true;
                await server.ConnectAsync(IPAddress.Loopback, serverPort);
                to = server.GetStream();
                await to.WriteAsync(startup);
                var type = (byte)'S';
                while (type != 'X')
                {
                    if (type is (byte)'S' or (byte)'Q')
                    {
                        // The state of the server is idle, in a transaction, or in one that has failed.
                        if (await ForwardAnswerAsync(to, from) == 'I') hasTurn = !Release();
                    }

                    var message = await ReadMessageAsync(from);
                    if (!hasTurn) await turn.WaitAsync();
                    hasTurn = true;
                    await to.WriteAsync(message);
                    type = message[0];
                }
            }
            catch (Exception ex) when (ex is IOException or SocketException or ObjectDisposedException)
            {
                // A client or the server is gone.
                if (hasTurn && server.Connected) await RollBackAsync(server.GetStream());
            }
            finally
            {
                if (hasTurn) Release();
            }
        }
    }

    private bool Release()
    {
        turn.Release();
        return true;
    }

    /// <summary>Ends what a client has left.</summary>
    private static async Task RollBackAsync(NetworkStream server)
    {
        try
        {
            await server.WriteAsync((byte[])[(byte)'S', 0, 0, 0, 4, (byte)'Q', 0, 0, 0, 13, .. "ROLLBACK\0"u8]);
            await ForwardAnswerAsync(server, Stream.Null);
            await ForwardAnswerAsync(server, Stream.Null);
        }
        catch (IOException)
        {
            // The server has ended.
        }
    }

    /// <summary>Forwards what the server sends until it is ready for the next statement; returns its state.</summary>
    private static async Task<char> ForwardAnswerAsync(Stream server, Stream client)
    {
        while (true)
        {
            var message = await ReadMessageAsync(server);
            await client.WriteAsync(message);
            if (message[0] == 'Z') return (char)message[5];
        }
    }

    private static async Task<byte[]> ReadMessageAsync(Stream stream)
    {
        var type = new byte[1];
        await stream.ReadExactlyAsync(type);
        return [.. type, .. await ReadBodyAsync(stream)];
    }

    /// <summary>Reads the length of a message, in which it is included, and the rest.</summary>
    private static async Task<byte[]> ReadBodyAsync(Stream stream)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        length.CopyTo(body, 0);
        await stream.ReadExactlyAsync(body.AsMemory(4));
        return body;
    }
}
