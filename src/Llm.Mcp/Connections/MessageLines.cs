using System.Text;

namespace Llm.Mcp;

/// <summary>
/// What a server writes to its standard output, with everything left out that is no message: lines that begin with something else
/// than <c>{</c> or <c>[</c>, such as greetings, and what goes on for longer than any message does.
/// </summary>
internal sealed class MessageLines(Stream output, TextTail strange) : Stream
{
    private const int LongestMessage = 256 * 1024 * 1024;

    private LinePart part = LinePart.Begin;
    private long length;

    private enum LinePart
    {
        Begin,
        Message,
        Strange,
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            // A read from a pipe does not always look at the token.
            var count = await output.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken);
            if (count == 0) return 0;
            if (Keep(buffer.Span[..count]) is > 0 and var kept) return kept;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    /// <summary>Moves what belongs to messages to the front and tells how much that is.</summary>
    private int Keep(Span<byte> bytes)
    {
        var kept = 0;
        while (bytes.Length > kept)
        {
            var rest = bytes[kept..];
            var end = rest.IndexOf((byte)'\n') is >= 0 and var newLine ? newLine + 1 : rest.Length;
            var line = rest[..end];
            if (part == LinePart.Begin) part = KindOf(line);
            if (part == LinePart.Message && (length += end) > LongestMessage) part = LinePart.Strange;
            var isWhole = line[^1] == (byte)'\n';
            if (part != LinePart.Strange)
            {
                kept += end;
            }
            else
            {
                strange.Append(Encoding.UTF8.GetString(line));
                rest[end..].CopyTo(rest);
                bytes = bytes[..^end];
            }

            if (isWhole) (part, length) = (LinePart.Begin, 0);
        }

        return kept;
    }

    /// <summary>Blanks alone do not tell yet.</summary>
    private static LinePart KindOf(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r\n\uFEFF"u8) switch
    {
        < 0 => LinePart.Begin,
        var first => line[first] is (byte)'{' or (byte)'[' ? LinePart.Message : LinePart.Strange,
    };
}
