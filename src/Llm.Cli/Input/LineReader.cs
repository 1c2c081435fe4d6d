namespace Llm.Cli.Input;

/// <summary>Cuts a stream into lines as they come: a line is handed out once its end is there, even if more is to follow.</summary>
internal sealed class LineReader(Stream input)
{
    private readonly byte[] chunk = new byte[4096];
    private int start;
    private int end;

    /// <summary>The next line without its end; null at the end of the input. A keyboard can go on after its end.</summary>
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
