using System.ComponentModel;
using System.Text;

namespace Llm;

/// <summary>Writes and removes files so that readers see either the old or the new content, even after a crash.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AtomicFile
{
    internal const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes UTF-8 text to a temporary file in the same directory, flushes it to the disk and moves it into place.</summary>
    /// <param name="path">The file; its directory is created if necessary.</param>
    /// <param name="text">The whole content.</param>
    /// <param name="secret">Whether only the owner may read it (mode 0600).</param>
    /// <exception cref="LlmException">The file cannot be written.</exception>
    public static void WriteAllText(string path, string text, bool secret = false) =>
        WriteAllBytes(path, Encoding.UTF8.GetBytes(text), secret);

    /// <summary>Writes bytes in the same way.</summary>
    /// <param name="path">The file; its directory is created if necessary.</param>
    /// <param name="bytes">The whole content.</param>
    /// <param name="secret">Whether only the owner may read it (mode 0600).</param>
    /// <exception cref="LlmException">The file cannot be written.</exception>
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> bytes, bool secret = false)
    {
        var temporary = "";
        try
        {
            // A link stays a link: its target is replaced, or created.
            var target = RealPath.OfFile(path);
            if (Path.GetDirectoryName(target) is { Length: > 0 } directory) UserDirectory.CreatePrivate(directory);
            temporary = TemporaryFile.NameFor(target);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Delete };
            if (!OperatingSystem.IsWindows())
            {
                if (secret) options.UnixCreateMode = OwnerOnly;
                else if (File.Exists(target)) options.UnixCreateMode = File.GetUnixFileMode(target);
            }

            using (var file = new FileStream(temporary, options))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
                // An open file is known to have an owner. Windows cannot move it before it is closed.
                if (!OperatingSystem.IsWindows()) File.Move(temporary, target, overwrite: true);
            }

            if (OperatingSystem.IsWindows()) File.Move(temporary, target, overwrite: true);
            TemporaryFile.RemoveAbandoned(target);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary)) File.Delete(temporary);
            throw new LlmException($"Cannot write {path}: {ex.Message}", ex);
        }
    }

    /// <summary>Removes a file if it exists.</summary>
    /// <exception cref="LlmException">The file cannot be removed.</exception>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Then the file does not exist either.
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"Cannot remove {path}: {ex.Message}", ex);
        }
    }
}
