using System.Text;

namespace Llm.Cli.Input;

/// <summary>
/// Standard input from a pipe or the keyboard. It can be read once, as a whole or line by line; later readers receive nothing.
/// </summary>
/// <remarks>Reading blocks its thread, because there is nothing else to do before the prompt is known.</remarks>
/// <param name="stream">Opens standard input; reads stop when the token is cancelled.</param>
/// <param name="isTerminal">Whether a person types the input.</param>
/// <param name="warn">Shows a line to the user.</param>
internal sealed class StandardInput(Func<CancellationToken, Stream> stream, bool isTerminal, Action<string> warn)
{
    /// <summary>Small, as most input is: the usual buffer is so large that the heap for it is set up at every start.</summary>
    private const int BufferSize = 16 * 1024;

    private bool used;
    private LineReader? lines;

    /// <summary>Whether some of the input may have been read.</summary>
    public bool IsUsed => used;

    /// <summary>Whether a person types the input.</summary>
    public bool IsTerminal => isTerminal;

    /// <summary>Whether a person types the input at a terminal that delivers single keys, so that lines can be edited.</summary>
    /// <remarks>On Windows, the console has its own line editor.</remarks>
    public bool GivesKeys { get; private init; }

    /// <summary>The input of this process.</summary>
    public static StandardInput Open(Action<string> warn) => OperatingSystem.IsWindows()
        ? new StandardInput(_ => Console.OpenStandardInput(), !Console.IsInputRedirected, warn)
        : new StandardInput(token => UnixInput.IsClosed ? Stream.Null : new UnixInput(token), UnixInput.IsTerminal, warn)
        {
            GivesKeys = UnixInput.IsTerminal,
        };

    /// <summary>Opens the raw bytes, for callers that decode them themselves.</summary>
    public Stream OpenStream(CancellationToken cancellationToken)
    {
        if (used) return Stream.Null;
        used = true;
        return stream(cancellationToken);
    }

    /// <summary>Reads all bytes.</summary>
    public Task<byte[]> ReadBytesAsync(CancellationToken cancellationToken) => Task.FromResult(ReadBytes(cancellationToken));

    /// <summary>
    /// Reads all text: UTF-8, or UTF-16 with a byte order mark. Invalid bytes are replaced, and the user is warned. On Windows, line ends
    /// become <c>\n</c>; elsewhere they are kept, as in Python.
    /// </summary>
    public Task<string> ReadTextAsync(CancellationToken cancellationToken) => Task.FromResult(Decode(ReadBytes(cancellationToken)));

    /// <summary>
    /// Reads the next line as soon as it is complete; returns null at the end. The token of the first call applies to all.
    /// </summary>
    public Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        if (lines is null)
        {
            if (used) return Task.FromResult<string?>(null);
            used = true;
            lines = new LineReader(stream(cancellationToken));
        }

        return Task.FromResult(lines.ReadLine() is { } bytes ? Decode(bytes).TrimEnd('\n', '\r') : null);
    }

    private string Decode(byte[] bytes)
    {
        if (bytes.Length == 0) return "";
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var text = reader.ReadToEnd();
        if (text.Contains('\ufffd', StringComparison.Ordinal) && !ContainsReplacement(bytes))
        {
            warn("Warning: the input is not valid UTF-8; undecodable bytes were replaced.");
        }

        return OperatingSystem.IsWindows() ? NewLines.Normalise(text) : text;
    }

    private byte[] ReadBytes(CancellationToken cancellationToken)
    {
        if (used) return [];
        used = true;
        using var buffer = new MemoryStream();
        using var input = stream(cancellationToken);
        input.CopyTo(buffer, BufferSize);
        return buffer.ToArray();
    }

    /// <summary>Whether the input itself contains the replacement character.</summary>
    private static bool ContainsReplacement(byte[] bytes) => bytes.AsSpan().IndexOf("\ufffd"u8) >= 0;
}
