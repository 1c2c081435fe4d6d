namespace Llm.Mcp;

/// <summary>Reads the lines of a stream, and cuts those that are too long.</summary>
internal sealed class OutputLines(Stream output)
{
    private const int MaxStrayLength = 64 * 1024;

    private readonly byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private bool isCut;

    /// <summary>Whether a line that does not begin as a message may be as long as one.</summary>
    public bool KeepsLongLines { get; set; }

    /// <summary>Reads a line without its end; null at the end of the stream.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        using var line = new MemoryStream();
        while (true)
        {
            if (start == end)
            {
                // A read from a pipe does not always respect the token.
                (start, end) = (0, await output.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken));
                if (end == 0) return line.Length > 0 ? line.ToArray() : default(ReadOnlyMemory<byte>?);
            }

            var rest = buffer.AsMemory(start, end - start);
            var length = rest.Span.IndexOf((byte)'\n');
            var piece = length < 0 ? rest : rest[..length];
            start += length < 0 ? rest.Length : length + 1;
            if (!isCut) line.Write(piece.Span);
            if (length >= 0)
            {
                if (!isCut) return line.ToArray();
                isCut = false;
            }
            else if (!isCut
                && line.Length > (KeepsLongLines || MessageText.Begins(line.GetBuffer()) ? MessageText.MaxLength : MaxStrayLength))
            {
                isCut = true;
                return line.ToArray();
            }
        }
    }
}
