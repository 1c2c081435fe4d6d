using System.Text;

namespace Llm.Mcp;

/// <summary>
/// Filters a server's standard output so that only messages remain. Lines that do not begin with <c>{</c> or <c>[</c>, such as
/// greetings, and lines that exceed the maximum length are not messages.
/// </summary>
internal sealed class MessageLines(Stream output, TextTail stray) : ReadOnlyStream
{
    private const int MaxMessageLength = 256 * 1024 * 1024;

    private LinePart part = LinePart.Begin;
    private long length;

    private enum LinePart
    {
        Begin,
        Message,
        Stray,
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            // A read from a pipe does not always respect the token.
            var count = await output.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken);
            if (count == 0) return 0;
            if (Keep(buffer.Span[..count]) is > 0 and var kept) return kept;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Moves the bytes of messages to the front and returns their number.</summary>
    private int Keep(Span<byte> bytes)
    {
        var kept = 0;
        while (bytes.Length > kept)
        {
            var rest = bytes[kept..];
            var end = rest.IndexOf((byte)'\n') is >= 0 and var newLine ? newLine + 1 : rest.Length;
            var line = rest[..end];
            if (part == LinePart.Begin) part = KindOf(line);
            if (part == LinePart.Message && (length += end) > MaxMessageLength) part = LinePart.Stray;
            var isWhole = line[^1] == (byte)'\n';
            if (part != LinePart.Stray)
            {
                kept += end;
            }
            else
            {
                stray.Append(Encoding.UTF8.GetString(line));
                rest[end..].CopyTo(rest);
                bytes = bytes[..^end];
            }

            if (isWhole) (part, length) = (LinePart.Begin, 0);
        }

        return kept;
    }

    /// <summary>The kind of a line; white space alone does not determine it yet.</summary>
    private static LinePart KindOf(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r\n\uFEFF"u8) switch
    {
        < 0 => LinePart.Begin,
        var first => line[first] is (byte)'{' or (byte)'[' ? LinePart.Message : LinePart.Stray,
    };
}
