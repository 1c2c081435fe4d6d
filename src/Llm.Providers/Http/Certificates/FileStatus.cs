using System.Runtime.InteropServices;

namespace Llm.Providers.Http.Certificates;

/// <summary>
/// What the kernel knows of a file. It includes the time of the last change of content or attributes, which no program can set, so that
/// a file that is overwritten in place is noticed even if its size and the time of its modification are restored.
/// </summary>
/// <remarks>The layout is the kernel's and the same on every processor (statx(2)).</remarks>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly partial struct FileStatus
{
    private const int CurrentDirectory = -100;
    private const uint BasicFields = 0x7ff;
    private const int NoSuchFile = 2;
    private const int NotADirectory = 20;
    private const int TooManyLinks = 40;

    [FieldOffset(28)]
    private readonly ushort mode;

    [FieldOffset(32)]
    private readonly ulong number;

    [FieldOffset(40)]
    private readonly ulong size;

    [FieldOffset(96)]
    private readonly long changedSeconds;

    [FieldOffset(104)]
    private readonly uint changedNanoseconds;

    [FieldOffset(112)]
    private readonly long modifiedSeconds;

    [FieldOffset(120)]
    private readonly uint modifiedNanoseconds;

    [FieldOffset(136)]
    private readonly ulong device;

    /// <summary>Adds the status of a file to a description. Links are followed; a file that does not exist is described as such.</summary>
    /// <returns>The time of the last change; the earliest time if the file does not exist.</returns>
    /// <exception cref="IOException">The status cannot be read.</exception>
    /// <exception cref="EntryPointNotFoundException">The C library is too old.</exception>
    public static DateTime Describe(string path, BinaryWriter description)
    {
        if (StatX(CurrentDirectory, path, 0, BasicFields, out var status) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error is not (NoSuchFile or NotADirectory or TooManyLinks)) throw new IOException($"Error {error} at {path}.");
            description.Write((ushort)0);
            return DateTime.MinValue;
        }

        description.Write(status.mode);
        description.Write(status.device);
        description.Write(status.number);
        description.Write(status.size);
        description.Write(status.modifiedSeconds);
        description.Write(status.modifiedNanoseconds);
        description.Write(status.changedSeconds);
        description.Write(status.changedNanoseconds);
        return DateTime.UnixEpoch.AddSeconds(status.changedSeconds).AddTicks(status.changedNanoseconds / 100);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatX(int directory, string path, int flags, uint mask, out FileStatus status);
}
