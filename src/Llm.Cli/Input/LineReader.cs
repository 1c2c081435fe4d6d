namespace Llm.Cli.Input;

/// <summary>Reads lines from a stream as they arrive: a line is returned as soon as it is complete, even if more input follows.</summary>
internal sealed class LineReader(Stream input)
{
    private readonly byte[] chunk = new byte[4096];
    private int start;
    private int end;

    /// <summary>Returns the next line without its end; null at the end of the input, after which a keyboard can deliver more.</summary>
    public byte[]? ReadLine()
    {
        using var line = new MemoryStream();
        while (true)
        {
            if (start == end)
            {
                (start, end) = (0, input.Read(chunk));
                if (end == 0) return line.Length == 0 ? null : line.ToArray();
            }

            var rest = chunk.AsSpan(start, end - start);
            var length = rest.IndexOf((byte)'\n');
            line.Write(length < 0 ? rest : rest[..length]);
            start += length < 0 ? rest.Length : length + 1;
            if (length >= 0) return line.ToArray();
        }
    }
}
