namespace Llm.Mcp;

/// <summary>Reads the lines of a stream, and cuts those that are too long.</summary>
internal sealed class OutputLines(Stream output)
{
    private const int MaxStrayLength = 64 * 1024;

    private readonly LinePieces pieces = new(output);
    private bool isCut;

    /// <summary>Whether a line that does not begin as a message may be as long as one.</summary>
    public bool KeepsLongLines { get; set; }

    /// <summary>Reads a line without its end; null at the end of the stream.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        using var line = new MemoryStream();
        while (await pieces.ReadAsync(cancellationToken) is { } piece)
        {
            if (!isCut) line.Write(piece.Bytes.Span);
            if (piece.EndsLine)
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

        return line.Length > 0 ? line.ToArray() : default(ReadOnlyMemory<byte>?);
    }
}
