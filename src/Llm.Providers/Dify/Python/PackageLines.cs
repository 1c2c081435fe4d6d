namespace Llm.Providers.Dify.Python;

/// <summary>Reads the lines that the process of a package writes. Not thread-safe.</summary>
/// <param name="output">Its standard output.</param>
/// <param name="limit">The bytes of the longest line that can be a message.</param>
internal sealed class PackageLines(Stream output, int limit)
{
    private readonly LinePieces pieces = new(output);

    /// <summary>
    /// Reads a line without its end, or a piece of one that cannot be a message because it does not begin with a brace.
    /// </summary>
    /// <returns>The bytes; null at the end of the output.</returns>
    /// <exception cref="InvalidDataException">A line is longer than the limit.</exception>
    /// <exception cref="IOException">The output cannot be read.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        using var line = new MemoryStream();
        while (await pieces.ReadAsync(cancellationToken) is { } piece)
        {
            line.Write(piece.Bytes.Span);
            if (piece.EndsLine) return Bytes(line);
            if (line.Length > limit) throw new InvalidDataException();
            // What cannot be a message need not be kept whole.
            if (line.Length >= LinePieces.MaxLength && Bytes(line).Span.TrimStart(" \t\r"u8) is not [(byte)'{', ..]) return Bytes(line);
        }

        return line.Length > 0 ? Bytes(line) : default(ReadOnlyMemory<byte>?);
    }

    private static ReadOnlyMemory<byte> Bytes(MemoryStream line) => line.GetBuffer().AsMemory(0, (int)line.Length);
}
