using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Llm.Mcp;

/// <summary>The messages between the SDK and a server's program.</summary>
internal sealed class ProgramTransport : TransportBase, IClientTransport
{
    private readonly Stream input;
    private readonly MessageReader reader;
    private readonly OpenRequests open = new();
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly CancellationTokenSource stop = new();

    public ProgramTransport(ServerProcess process)
        : base("program", null)
    {
        input = process.Input;
        reader = new MessageReader(process.Output, new MessageRepair(open), process.Stray);
    }

    string IClientTransport.Name => Name;

    public Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default)
    {
        SetConnected();
        _ = ReadAsync();
        return Task.FromResult<ITransport>(this);
    }

    public override async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        open.Sent(message);
        byte[] line = [.. MessageJson.Write(message), (byte)'\n'];
        await sending.WaitAsync(cancellationToken);
        try
        {
            await input.WriteAsync(line, cancellationToken);
            await input.FlushAsync(cancellationToken);
        }
        finally
        {
            sending.Release();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        SetDisconnected();
    }

    private async Task ReadAsync()
    {
        Exception? error = null;
        try
        {
            while (await reader.ReadAsync(stop.Token) is { } messages)
            {
                foreach (var message in messages) await WriteMessageAsync(message, stop.Token);
            }
        }
        catch (Exception ex) when (ex is IOException or ObjectDisposedException or OperationCanceledException)
        {
            error = ex as IOException;
        }

        SetDisconnected(error);
    }
}
