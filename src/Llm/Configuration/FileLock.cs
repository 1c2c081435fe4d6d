using System.Diagnostics;

namespace Llm;

/// <summary>
/// Held while a file is read, changed and written, so that programs that change it at the same time keep each other's changes.
/// </summary>
/// <remarks>
/// The lock is a file named <c>.llm.lock</c> in the folder that really holds the file, whatever links lead to it. The operating system
/// frees it when its owner ends. The Python tool does not take it. It is not reentrant.
/// </remarks>
internal sealed class FileLock : IDisposable
{
    private const string Name = ".llm.lock";
    private const int MarkLimit = 100_000;

    // The codes of an open that failed because another handle excludes it, on Linux, macOS and Windows.
    private static readonly int[] HeldCodes = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock for a file; its folder is created if necessary.</summary>
    /// <param name="path">The file to change; it need not exist.</param>
    /// <param name="patience">How long to wait while another program holds the lock; 5 seconds by default.</param>
    /// <exception cref="LlmException">Another program holds the lock all that time, or the folder cannot be written.</exception>
    public static FileLock Take(string path, TimeSpan? patience = null)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(RealPath.OfFile(path)))!;
            UserDirectory.CreatePrivate(folder);
            var lockFile = Path.Combine(RealPath.Of(folder), Name);
            while (true)
            {
                if (TryOpen(lockFile, FileMode.OpenOrCreate) is { } file)
                {
                    if (IsStillAt(lockFile, file)) return new FileLock(file);
                    file.Dispose();
                    continue;
                }

                if (Stopwatch.GetElapsedTime(started) >= (patience ?? Patience))
                {
                    throw new LlmException(
                        $"{path} was not changed, because another program has been changing files in its folder for several seconds "
                        + $"(it holds {lockFile}). Wait until it has finished or end it, then try again.");
                }

                // At random intervals, many waiters take turns.
                Thread.Sleep(Random.Shared.Next(1, 12));
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"Cannot write {path}: {ex.Message}", ex);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            // Windows frees it in one step only if it stays.
            if (!OperatingSystem.IsWindows()) File.Delete(file.Name);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // It stays, which does no harm.
        }

        file.Dispose();
    }

    /// <summary>Whether the name leads to the opened file, which its last owner may have deleted before it was locked here.</summary>
    private static bool IsStillAt(string path, FileStream file)
    {
        if (OperatingSystem.IsWindows()) return true;
        // There is no other mark that a file can be given and asked for by its name while it is locked.
        file.SetLength(Random.Shared.Next(1, MarkLimit));
        return new FileInfo(path) is { Exists: true } found && found.Length == file.Length;
    }

    /// <summary>
    /// Opens a file that no other handle may use meanwhile; returns null if another one does. A new file is readable by its owner only.
    /// </summary>
    public static FileStream? TryOpen(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open) options.UnixCreateMode = AtomicFile.OwnerOnly;
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException ex) when (HeldCodes.Contains(ex.HResult))
        {
            return null;
        }
    }
}
