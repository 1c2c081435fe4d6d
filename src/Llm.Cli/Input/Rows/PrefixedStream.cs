namespace Llm.Cli.Input.Rows;

/// <summary>A stream whose beginning has been read already.</summary>
/// <param name="beginning">The bytes that were read.</param>
/// <param name="rest">The stream, which continues after them.</param>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> beginning, Stream rest) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> unread = beginning;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (unread.IsEmpty) return rest.Read(buffer);
        var count = Math.Min(buffer.Length, unread.Length);
        unread.Span[..count].CopyTo(buffer);
        unread = unread[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }
}
