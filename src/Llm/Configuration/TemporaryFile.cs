using System.Buffers;
using System.Diagnostics;
using System.Globalization;

namespace Llm;

/// <summary>Files that are moved into place when they are complete; those that a killed program left behind can be recognised.</summary>
/// <remarks>Keep a temporary file open until it is moved, because one that nobody has open is removed.</remarks>
internal static class TemporaryFile
{
    private const string End = ".tmp";
    private const int GuidLength = 32;

    // The file, and what SQLite writes beside a database.
    private static readonly string[] Companions = ["", "-journal", "-wal", "-shm"];

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Returns a new name in the folder of the file that will be replaced.</summary>
    public static string NameFor(string target) => $"{target}.{Environment.ProcessId:x}-{Guid.NewGuid():N}{End}";

    /// <summary>Removes temporary files beside a file, of this file or others, whose owner has ended; failures are ignored.</summary>
    public static void RemoveAbandoned(string target)
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(target))!;
            foreach (var path in Directory.EnumerateFiles(folder, "*" + End))
            {
                if (OwnerOf(Path.GetFileName(path)) > 0 && IsAbandoned(path)) Remove(path);
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // Another program may remove them at the same time; the next write tries again.
        }
    }

    /// <summary>Removes a temporary file, and the files that SQLite writes beside a database.</summary>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    public static void Remove(string path)
    {
        // The file itself comes last, because the others are found through it.
        for (var i = Companions.Length - 1; i >= 0; i--) File.Delete(path + Companions[i]);
    }

    /// <summary>Whether the process has ended and nobody, such as a program in another container, has the file open.</summary>
    private static bool IsAbandoned(string path)
    {
        if (Runs(OwnerOf(Path.GetFileName(path)))) return false;
        using var file = FileLock.TryOpen(path, FileMode.Open);
        return file is not null;
    }

    private static bool Runs(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Returns the process that a name contains; 0 if it is not the name of a temporary file.</summary>
    private static int OwnerOf(string name)
    {
        var unique = name.AsSpan()[..^End.Length];
        unique = unique[(unique.LastIndexOf('.') + 1)..];
        var dash = unique.IndexOf('-');
        var isOurs = dash > 0 && unique.Length - dash - 1 == GuidLength && !unique[(dash + 1)..].ContainsAnyExcept(HexDigits);
        return isOurs && int.TryParse(unique[..dash], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) ? id : 0;
    }
}
