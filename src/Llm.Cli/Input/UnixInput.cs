using System.Runtime.InteropServices;

namespace Llm.Cli.Input;

/// <summary>Standard input of a Unix process; unlike .NET's own stream, a waiting read can be cancelled.</summary>
internal sealed partial class UnixInput(CancellationToken cancellationToken) : Stream
{
    private const int Descriptor = 0;
    private const int Interrupted = 4;
    private const short Readable = 1;
    private const int PollMilliseconds = 50;

    public static bool IsTerminal => IsATerminal(Descriptor) == 1;

    /// <summary>
    /// Whether the process was started without standard input, as with <c>&lt;&amp;-</c>. Its descriptor then belongs to a pipe of the
    /// runtime, from which nothing can ever be read.
    /// </summary>
    public static bool IsClosed
    {
        get
        {
            const string descriptors = "/proc/self/fd";
            if (!OperatingSystem.IsLinux()) return false;
            var pipe = new FileInfo($"{descriptors}/{Descriptor}").LinkTarget;
            if (pipe?.StartsWith("pipe:", StringComparison.Ordinal) != true) return false;
            return Directory.EnumerateFileSystemEntries(descriptors)
                .Any(entry => new FileInfo(entry).LinkTarget == pipe && IsWritable(Path.GetFileName(entry)));
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Wait(PollMilliseconds) && ReadOnce(buffer) is >= 0 and var count) return count;
        }
    }

    /// <summary>Waits until input can be read or its end is reached; returns false if neither happens within this time.</summary>
    public static bool Wait(int milliseconds)
    {
        var wanted = new PollDescriptor { Descriptor = Descriptor, Events = Readable };
        // A signal ends the wait early, possibly with nothing to read.
        return Poll(ref wanted, 1, milliseconds) > 0;
    }

    /// <summary>Reads the input that is available; returns 0 at the end and -1 if a signal interrupted the read.</summary>
    /// <exception cref="LlmException">Standard input cannot be read.</exception>
    public static int ReadOnce(Span<byte> buffer)
    {
        var count = ReadBytes(Descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length);
        if (count >= 0) return (int)count;
        var error = Marshal.GetLastPInvokeError();
        return error == Interrupted
            ? -1
            : throw new LlmException($"Standard input cannot be read: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>
    /// Whether a descriptor is open for writing. The lowest two bits of its flags are the access mode, and 0 is read-only.
    /// </summary>
    private static bool IsWritable(string descriptor) =>
        File.ReadLines($"/proc/self/fdinfo/{descriptor}")
            .Any(line => line.StartsWith("flags:", StringComparison.Ordinal) && (line[^1] & 3) != 0);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadBytes(int descriptor, ref byte buffer, nint count);

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsATerminal(int descriptor);

    /// <summary>The C library's <c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
