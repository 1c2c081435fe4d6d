namespace Llm;

/// <summary>Reads the lines of a program's output piece by piece, so that the caller decides how much of a line it keeps.</summary>
/// <param name="output">The output.</param>
/// <remarks>Not thread-safe.</remarks>
internal sealed class LinePieces(Stream output)
{
    /// <summary>The most bytes of a piece.</summary>
    public const int MaxLength = 64 * 1024;

    private readonly byte[] buffer = new byte[MaxLength];
    private int start;
    private int end;

    /// <summary>Reads a piece; null at the end of the output.</summary>
    /// <returns>The bytes, without the end of the line, which count until the next call.</returns>
    /// <exception cref="IOException">The output cannot be read.</exception>
    public async Task<LinePiece?> ReadAsync(CancellationToken cancellationToken)
    {
        if (start == end)
        {
            // A read from a pipe does not always respect the token.
            (start, end) = (0, await output.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken));
            if (end == 0) return null;
        }

        var rest = buffer.AsMemory(start, end - start);
        var length = rest.Span.IndexOf((byte)'\n');
        start += length < 0 ? rest.Length : length + 1;
        return new LinePiece(length < 0 ? rest : rest[..length], EndsLine: length >= 0);
    }
}

/// <summary>A piece of a line.</summary>
/// <param name="Bytes">The bytes, without the end of the line.</param>
/// <param name="EndsLine">Whether the line ends with it.</param>
internal readonly record struct LinePiece(ReadOnlyMemory<byte> Bytes, bool EndsLine);
