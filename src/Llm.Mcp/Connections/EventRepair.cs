using System.Text;
using ModelContextProtocol.Protocol;

namespace Llm.Mcp;

/// <summary>An event stream whose messages are passed through <see cref="MessageRepair"/>.</summary>
internal sealed class EventRepair : ReadOnlyStream
{
    private readonly Stream events;
    private readonly MessageRepair repair;
    private readonly OutputLines lines;
    private ReadOnlyMemory<byte> ready;

    public EventRepair(Stream events, MessageRepair repair)
    {
        (this.events, this.repair) = (events, repair);
        lines = new OutputLines(events) { KeepsLongLines = true };
    }

    /// <summary>Writes a message as an event.</summary>
    public static byte[] Event(JsonRpcMessage message) => [.. "data: "u8, .. MessageJson.Write(message), .. "\n\n"u8];

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (ready.IsEmpty)
        {
            if (await NextAsync(cancellationToken) is not { } next) return 0;
            ready = next;
        }

        var count = Math.Min(buffer.Length, ready.Length);
        ready[..count].CopyTo(buffer);
        ready = ready[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) events.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Reads an event up to the empty line after it; null at the end of the stream.</summary>
    private async Task<byte[]?> NextAsync(CancellationToken cancellationToken)
    {
        var (fields, data, isEmpty) = (new StringBuilder(), new StringBuilder(), true);
        while (await lines.ReadAsync(cancellationToken) is { } bytes)
        {
            var line = Encoding.UTF8.GetString(bytes.Span).TrimEnd('\r').TrimStart('\uFEFF');
            isEmpty = false;
            if (line.Length == 0) return Write(fields.ToString(), data.ToString());
            if (line.StartsWith("data:", StringComparison.Ordinal)) data.Append(line[5..].TrimStart(' ')).Append('\n');
            else fields.Append(line).Append('\n');
        }

        return isEmpty ? null : Write(fields.ToString(), data.ToString());
    }

    private byte[] Write(string fields, string data)
    {
        var messages = MessageText.Begins(Encoding.UTF8.GetBytes(data)) ? repair.Read(Encoding.UTF8.GetBytes(data)) : [];
        if (messages.Count == 0)
        {
            var lines = data.Length == 0 ? "" : string.Concat(data[..^1].Split('\n').Select(line => $"data: {line}\n"));
            return Encoding.UTF8.GetBytes($"{fields}{lines}\n");
        }

        using var written = new MemoryStream();
        foreach (var message in messages)
        {
            written.Write(Encoding.UTF8.GetBytes(fields));
            written.Write(Event(message));
        }

        return written.ToArray();
    }
}
