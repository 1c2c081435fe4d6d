using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Llm.Storage.Embeddings.Vectors;

/// <summary>
/// What tells one state of a database file from another without reading its tables: whoever changes the database, changes some of it.
/// </summary>
/// <remarks>
/// SQLite counts changes in the file's head. In WAL mode it need not, but then each change adds frames to the log, and the checksum of the
/// last one depends on all before it. File formats: sqlite.org/fileformat2.html.
/// </remarks>
internal sealed partial class DatabaseState
{
    private const int PropertiesLength = 16;
    private const int HeadLength = 100;
    private const int WriteVersion = 18;
    private const int LogHeadLength = 32;
    private const int FrameHeadLength = 24;

    /// <summary>The number of frames in the log, and the salts and the checksum of the last one.</summary>
    private const int LogLength = 24;

    private const int Unlock = 8; // LOCK_UN in sys/file.h

    /// <summary>Clocks of file systems are this coarse at worst.</summary>
    private static readonly TimeSpan CoarsestClock = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Databases that were looked at. The files are never closed: a process that closes a file loses all its locks on it, SQLite's too.
    /// </summary>
    private static readonly ConcurrentDictionary<string, SafeFileHandle> Files = new();

    private readonly byte[] bytes;

    private DatabaseState(byte[] bytes, bool isSettled) => (this.bytes, IsSettled) = (bytes, isSettled);

    /// <summary>The size of <see cref="Bytes"/>.</summary>
    public static int Length => PropertiesLength + HeadLength + LogLength;

    /// <summary>What two states have in common only if they are the same.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>
    /// Whether every later change will be seen. It would not if only the time of the file tells one state from the next, and that is so
    /// young that another change could have the same one.
    /// </summary>
    public bool IsSettled { get; }

    /// <summary>Reads the state of a database; returns null where there is no file to read it from.</summary>
    public static DatabaseState? Read(string path)
    {
        try
        {
            var state = new byte[Length];
            var info = new FileInfo(path);
            if (!info.Exists) return null;
            var (size, time) = (info.Length, info.LastWriteTimeUtc);
            BinaryPrimitives.WriteInt64LittleEndian(state, size);
            BinaryPrimitives.WriteInt64LittleEndian(state.AsSpan(8), time.Ticks);
            if (RandomAccess.Read(OpenForGood(path, size, time), state.AsSpan(PropertiesLength, HeadLength), 0) < HeadLength) return null;
            var hasLog = TryReadLog(path + "-wal", state.AsSpan(PropertiesLength + HeadLength));
            var dependsOnTime = state[PropertiesLength + WriteVersion] == 2 && !hasLog;
            return new DatabaseState(state, !dependsOnTime || DateTime.UtcNow - time > CoarsestClock);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public bool IsSameAs(DatabaseState? other) => other is not null && bytes.AsSpan().SequenceEqual(other.bytes);

    private static SafeFileHandle OpenForGood(string path, long size, DateTime time)
    {
        var full = Path.GetFullPath(path);
        if (Files.TryGetValue(full, out var known) && RandomAccess.GetLength(known) == size && File.GetLastWriteTimeUtc(known) == time)
            return known;
        // Another file took its place, or it is being written; the one that is open stays so.
        var opened = File.OpenHandle(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // .NET's own lock would keep its other programs from replacing the file.
        if (!OperatingSystem.IsWindows()) _ = Lock(opened, Unlock);
        return Files[full] = opened;
    }

    [LibraryImport("libc", EntryPoint = "flock")]
    private static partial int Lock(SafeFileHandle file, int operation);

    /// <summary>Finds the last frame of a log; returns false if there is none.</summary>
    private static bool TryReadLog(string path, Span<byte> found)
    {
        if (!File.Exists(path)) return false;
        // SQLite locks nothing in this file.
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> head = stackalloc byte[LogHeadLength];
        if (RandomAccess.Read(file, head, 0) < LogHeadLength) return false;
        var frameLength = FrameHeadLength + BinaryPrimitives.ReadUInt32BigEndian(head[8..]);
        var salts = head.Slice(16, 8);
        // A log that is begun again has new salts, and what lies behind its frames has older ones.
        Span<byte> frame = stackalloc byte[FrameHeadLength];
        var (frames, end) = (0L, ((RandomAccess.GetLength(file) - LogHeadLength) / frameLength) + 1);
        while (end - frames > 1)
        {
            var middle = (frames + end) / 2;
            var at = LogHeadLength + ((middle - 1) * frameLength);
            if (RandomAccess.Read(file, frame, at) == FrameHeadLength && frame.Slice(8, 8).SequenceEqual(salts)) frames = middle;
            else end = middle;
        }

        if (frames == 0) return false;
        RandomAccess.Read(file, frame, LogHeadLength + ((frames - 1) * frameLength));
        BinaryPrimitives.WriteInt64LittleEndian(found, frames);
        frame[8..].CopyTo(found[8..]);
        return true;
    }
}
