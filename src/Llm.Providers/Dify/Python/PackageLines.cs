namespace Llm.Providers.Dify.Python;

/// <summary>Reads the lines that the process of a package writes. Not thread-safe.</summary>
/// <param name="output">Its standard output.</param>
/// <param name="limit">The bytes of the longest line that can be a message.</param>
internal sealed class PackageLines(Stream output, int limit)
{
    /// <summary>What cannot be a message need not be kept whole.</summary>
    private const int PieceLength = 64 * 1024;

    private readonly byte[] buffer = new byte[PieceLength];
    private int start;
    private int end;

    /// <summary>
    /// Reads a line without its end, or a piece of one that cannot be a message because it does not begin with a brace.
    /// </summary>
    /// <returns>The bytes; null at the end of the output.</returns>
    /// <exception cref="InvalidDataException">A line is longer than the limit.</exception>
    /// <exception cref="IOException">The output cannot be read.</exception>
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
            line.Write(piece.Span);
            start += length < 0 ? rest.Length : length + 1;
            if (length >= 0) return Bytes(line);
            if (line.Length > limit) throw new InvalidDataException();
            if (line.Length >= PieceLength && line.GetBuffer().AsSpan(0, (int)line.Length).TrimStart(" \t\r"u8) is not [(byte)'{', ..])
                return Bytes(line);
        }
    }

    private static ReadOnlyMemory<byte> Bytes(MemoryStream line) => line.GetBuffer().AsMemory(0, (int)line.Length);
}
