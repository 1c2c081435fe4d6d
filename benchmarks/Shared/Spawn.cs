using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Llm.Benchmarks;

/// <summary>What a run of a program took.</summary>
/// <param name="Elapsed">The time from its start to its end.</param>
/// <param name="Processor">The processor time, of the user and the system.</param>
/// <param name="PeakBytes">The largest amount of memory that was resident.</param>
internal readonly record struct Measured(TimeSpan Elapsed, TimeSpan Processor, long PeakBytes);

/// <summary>Runs programs on Linux with what the system counts for each, which .NET's own process class does not offer.</summary>
internal static unsafe partial class Spawn
{
    private const int WriteOnly = 1;

    /// <summary>Runs a program to its end with empty standard input; its output goes nowhere.</summary>
    public static Measured Run(string program, IReadOnlyList<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var texts = new List<nint>();
        // As large as the C library's type, or larger.
        var actions = stackalloc byte[256];
        Check(InitialiseActions(actions));
        try
        {
            Check(AddOpen(actions, 0, "/dev/null", 0, 0));
            Check(AddOpen(actions, 1, "/dev/null", WriteOnly, 0));
            Check(AddOpen(actions, 2, "/dev/null", WriteOnly, 0));
            fixed (nint* argv = Vector([program, .. arguments]), envp = Vector(environment.Select(pair => $"{pair.Key}={pair.Value}")))
            {
                var watch = Stopwatch.StartNew();
                Check(Start(out var pid, program, actions, 0, argv, envp));
                if (Wait(pid, out var status, 0, out var usage) != pid) throw new Win32Exception();
                var elapsed = watch.Elapsed;
                return status == 0
                    ? new Measured(elapsed, usage.User.ToSpan() + usage.System.ToSpan(), usage.PeakKibibytes * 1024)
                    : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with status {status:x}.");
            }
        }
        finally
        {
            _ = DestroyActions(actions);
            foreach (var text in texts) Marshal.FreeCoTaskMem(text);
        }

        nint[] Vector(IEnumerable<string> values)
        {
            List<nint> pointers = [.. values.Select(Marshal.StringToCoTaskMemUTF8)];
            texts.AddRange(pointers);
            return [.. pointers, 0];
        }
    }

    private static void Check(int error)
    {
        if (error != 0) throw new Win32Exception(error);
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Start(out int pid, string path, byte* actions, nint attributes, nint* arguments, nint* environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitialiseActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(byte* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    private static partial int Wait(int pid, out int status, int options, out Usage usage);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        private readonly nint seconds;
        private readonly nint microseconds;

        public readonly TimeSpan ToSpan() => TimeSpan.FromSeconds(seconds) + TimeSpan.FromMicroseconds(microseconds);
    }

    // The first members of the system's structure of sixteen words.
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct Usage
    {
        public Time User;
        public Time System;
        public nint PeakKibibytes;
    }
}
