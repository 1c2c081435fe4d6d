using System.Runtime.InteropServices;

namespace Llm.Cli;

/// <summary>The heap of the C library, which SQLite and OpenSSL allocate from.</summary>
internal static partial class NativeHeap
{
    private const int MaxArenas = -8; // M_ARENA_MAX in glibc's malloc.h

    /// <summary>
    /// Keeps all threads on one heap. A heap for each thread, the C library's way, is made for programs that run long: each starts empty
    /// and grows by a page at a time, so a prompt spent a tenth of its processor time on asking the system for memory.
    /// </summary>
    public static void Share()
    {
        // Only the native command; the twin runs long.
        if (OperatingSystem.IsLinux() && !RuntimeCode.IsSupported) _ = SetOption(MaxArenas, 1);
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
