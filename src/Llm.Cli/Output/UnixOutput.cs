using System.Runtime.InteropServices;

namespace Llm.Cli.Output;

/// <summary>A standard stream of a Unix process that reports a closed pipe, which .NET's own console stream hides.</summary>
internal sealed partial class UnixOutput(int descriptor) : Stream
{
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const nuint WindowSizeRequest = 0x5413;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static bool IsTerminal(int descriptor) => IsATerminal(descriptor) == 1;

    /// <summary>The columns and rows of the terminal on standard output.</summary>
    /// <remarks>
    /// .NET's console can report the size too, but changes the settings of the terminal for that and does not restore them.
    /// </remarks>
    public static (int Columns, int Rows) WindowSize()
    {
        // On other systems, a variadic argument is passed differently, which this declaration cannot express.
        if (!OperatingSystem.IsLinux()) return (Console.WindowWidth, Console.WindowHeight);
        return GetWindowSize(1, WindowSizeRequest, out var size) == 0 ? (size.Columns, size.Rows) : (0, 0);
    }

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = WriteBytes(descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == TryAgain) Thread.Sleep(1);
            else if (error != Interrupted) throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteBytes(int descriptor, ref readonly byte buffer, nint count);

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsATerminal(int descriptor);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int GetWindowSize(int descriptor, nuint request, out Window size);

    /// <summary>Linux's <c>struct winsize</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Window
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
