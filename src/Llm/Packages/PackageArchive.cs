namespace Llm.Packages;

/// <summary>Unpacks packages from archives: <c>.difypkg</c> files, which are zip archives of the folder.</summary>
internal static class PackageArchive
{
    /// <summary>How the names of archives end.</summary>
    public const string Ending = ".difypkg";

    /// <summary>The largest archive, in bytes: that of Dify by default.</summary>
    private const long MaxLength = 50L << 20;

    /// <summary>The most bytes that all files may have.</summary>
    private const long MaxUnpacked = 256L << 20;

    private const int MaxFiles = 5_000;

    /// <summary>How many folders may be in each other; packages have four.</summary>
    private const int MaxDepth = 32;

    /// <summary>Unpacks an archive into a folder that is empty.</summary>
    /// <exception cref="LlmException">
    /// The archive cannot be read, is too large, holds a link, or has a file that would lie outside the folder.
    /// </exception>
    public static void Unpack(string path, string folder)
    {
        var name = Path.GetFileName(path);
        try
        {
            using var archive = File.OpenRead(path);
            if (archive.Length > MaxLength) throw new LlmException($"{name} has more than {MaxLength >> 20} MB, which no package has.");
            var zip = new ZipDirectory(archive);
            Check(zip, name);
            foreach (var file in zip.Files)
            {
                var target = Path.Combine(folder, file.Name);
                if (file.Name.EndsWith('/'))
                {
                    Directory.CreateDirectory(target);
                    continue;
                }

                using var content = zip.Open(file) ?? throw new LlmException($"{name} is packed in a way that is not supported.");
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                Copy(content, target, file, name);
            }
        }
        catch (Exception ex) when (ex is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            throw new LlmException($"{name} is not an archive that can be read: {ex.Message}", ex);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"{path} cannot be unpacked: {ex.Message}", ex);
        }
    }

    /// <summary>Looks at the list of files, so that an archive that means harm is refused before anything is written.</summary>
    /// <exception cref="LlmException">There is too much in it, a link, or a name that is not safe or occurs twice.</exception>
    private static void Check(ZipDirectory zip, string archive)
    {
        var total = 0L;
        var count = 0;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in zip.Files)
        {
            if (++count > MaxFiles || (total += file.Length) > MaxUnpacked)
                throw new LlmException($"{archive} would have more than {MaxFiles} files or {MaxUnpacked >> 20} MB when unpacked.");
            if (!IsSafe(file.Name)) throw new LlmException($"{archive} has a file whose name is not safe: '{Printable(file.Name)}'.");
            if (file.IsLink) throw new LlmException($"{archive} has a link, which packages must not have: {file.Name}");
            if (!file.Name.EndsWith('/') && !names.Add(file.Name))
                throw new LlmException($"{archive} has two files with the name {file.Name}.");
        }
    }

    /// <summary>Whether a name stays in the folder, on every system, and not too deep in it.</summary>
    private static bool IsSafe(string name)
    {
        if (name.Length == 0 || name.Length > 1024 || name[0] == '/') return false;
        foreach (var c in name)
            if (c is '\\' or ':' || char.IsControl(c))
                return false;
        var parts = name.TrimEnd('/').Split('/');
        if (parts.Length > MaxDepth) return false;
        foreach (var part in parts)
            if (part is "" or "." or "..")
                return false;
        return true;
    }

    /// <summary>Writes no more than the list says: a small archive can hold terabytes.</summary>
    private static void Copy(Stream content, string target, ZippedFile file, string archive)
    {
        using var output = new FileStream(target, FileMode.CreateNew);
        var buffer = new byte[64 * 1024];
        var rest = file.Length;
        int read;
        while ((read = content.Read(buffer, 0, buffer.Length)) > 0)
        {
            if ((rest -= read) < 0) break;
            output.Write(buffer, 0, read);
        }

        if (rest != 0) throw new LlmException($"{archive} is damaged: {file.Name} has not the length that it should have.");
    }

    private static string Printable(string name) => string.Concat(name.Take(80).Select(c => char.IsControl(c) ? '?' : c));
}
