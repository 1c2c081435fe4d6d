using System.Text;

namespace Llm.Cli.Input;

/// <summary>
/// What comes through the pipe, or from the keyboard. It can be had once, whole or line by line: the first who asks gets it, others
/// get nothing.
/// </summary>
/// <remarks>Reading keeps its thread: there is nothing else to do before the prompt is known.</remarks>
/// <param name="stream">Opens standard input; reads stop when the token is cancelled.</param>
/// <param name="isTerminal">Whether a person types it.</param>
/// <param name="warn">Takes a line for the user.</param>
internal sealed class StandardInput(Func<CancellationToken, Stream> stream, bool isTerminal, Action<string> warn)
{
    private bool used;
    private LineReader? lines;

    /// <summary>Whether a person types it.</summary>
    public bool IsTerminal => isTerminal;

    /// <summary>Whether a person types it at a terminal that hands over single keys, so that lines can be edited.</summary>
    /// <remarks>On Windows the console has an editor of its own.</remarks>
    public bool GivesKeys { get; private init; }

    /// <summary>The input of this process.</summary>
    public static StandardInput Open(Action<string> warn) => OperatingSystem.IsWindows()
        ? new StandardInput(_ => Console.OpenStandardInput(), !Console.IsInputRedirected, warn)
        : new StandardInput(token => UnixInput.IsClosed ? Stream.Null : new UnixInput(token), UnixInput.IsTerminal, warn) { GivesKeys = UnixInput.IsTerminal };

    /// <summary>The bytes as they come, for who reads them in a way of their own.</summary>
    public Stream OpenStream(CancellationToken cancellationToken)
    {
        if (used) return Stream.Null;
        used = true;
        return stream(cancellationToken);
    }

    /// <summary>All bytes.</summary>
    public Task<byte[]> ReadBytesAsync(CancellationToken cancellationToken) => Task.FromResult(ReadBytes(cancellationToken));

    /// <summary>
    /// All text: UTF-8, or UTF-16 with a byte order mark. Bytes that are neither are replaced and the user is told. On Windows line ends
    /// become <c>\n</c>; elsewhere they stay as they are, as Python reads standard input.
    /// </summary>
    public Task<string> ReadTextAsync(CancellationToken cancellationToken) => Task.FromResult(Decode(ReadBytes(cancellationToken)));

    /// <summary>The next line, read as soon as it is complete; null at the end. The token of the first line counts for all.</summary>
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
        input.CopyTo(buffer);
        return buffer.ToArray();
    }

    /// <summary>Whether the input itself holds the replacement character.</summary>
    private static bool ContainsReplacement(byte[] bytes) => bytes.AsSpan().IndexOf("\ufffd"u8) >= 0;
}
