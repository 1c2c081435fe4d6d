namespace Llm.Toolboxes;

/// <summary>A folder that nothing leads out of: neither <c>..</c> nor a full path nor a link.</summary>
internal sealed class Folder
{
    private const int MaxLinks = 40;
    private const int MaxBytes = 20_000_000;

    /// <exception cref="LlmException">There is no such folder.</exception>
    public Folder(string path)
    {
        if (!Directory.Exists(path)) throw new LlmException($"there is no folder {path}");
        Root = RealPath(Path.GetPathRoot(Path.GetFullPath(path))!, Path.GetFullPath(path));
    }

    /// <summary>The folder itself, without links.</summary>
    public string Root { get; }

    /// <summary>The full path of something below the folder, all links followed.</summary>
    /// <param name="path">As the model names it; <c>.</c> is the folder.</param>
    /// <exception cref="LlmException">It is outside, or no path at all.</exception>
    public string Resolve(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(path) || (OperatingSystem.IsWindows() && path.Contains(
            ':', StringComparison.Ordinal)))
            throw Outside(path);
        try
        {
            return RealPath(Root, path) is var real && IsInside(real) ? real : throw Outside(path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"{path} cannot be read", ex);
        }
    }

    /// <summary>The name under which the model knows a file.</summary>
    public string NameOf(string fullPath) => Path.GetRelativePath(Root, fullPath).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Opens a file for reading. What was opened is looked at again, as a link may have been put in its place meanwhile.</summary>
    /// <exception cref="LlmException">It is outside, not there, or no file.</exception>
    public Stream Open(string path)
    {
        var full = Resolve(path);
        if (!File.Exists(full)) throw new LlmException(Directory.Exists(full) ? $"{path} is a folder" : $"there is no file {path}");
        var length = new FileInfo(full).Length;
        if (length > MaxBytes) throw new LlmException($"{path} is larger than {MaxBytes / 1_000_000} MB");
        // A pipe or a device has no length, and reading it may never end.
        if (length == 0) return Stream.Null;
        try
        {
            var stream = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (OpenedPath(stream) is { } opened && IsInside(opened)) return stream;
            stream.Dispose();
            throw Outside(path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"{path} cannot be read", ex);
        }
    }

    /// <summary>Where an open file is: the kernel knows; elsewhere its path is followed once more.</summary>
    private static string? OpenedPath(FileStream stream) => OperatingSystem.IsLinux()
        ? new FileInfo($"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}").LinkTarget
        : RealPath(Path.GetPathRoot(stream.Name)!, stream.Name);

    private bool IsInside(string fullPath) =>
        fullPath == Root || fullPath.StartsWith(
            Path.EndsInDirectorySeparator(Root) ? Root : Root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Follows a path component by component, as the system does.</summary>
    /// <param name="start">Where it begins; a full path without links.</param>
    /// <param name="path">The rest.</param>
    private static string RealPath(string start, string path)
    {
        var (current, links) = (start, 0);
        var rest = new Stack<string>(Components(path).AsEnumerable().Reverse());
        while (rest.TryPop(out var component))
        {
            if (component is "" or ".") continue;
            var next = component == ".." ? Path.GetDirectoryName(current) ?? current : Path.Combine(current, component);
            if (component == ".." || new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }

            if (++links > MaxLinks) throw new LlmException($"{path} has too many links");
            if (Path.IsPathRooted(target)) current = Path.GetPathRoot(target)!;
            foreach (var part in Components(target).AsEnumerable().Reverse()) rest.Push(part);
        }

        return current;
    }

    private static string[] Components(string path) =>
        path[(Path.GetPathRoot(path)?.Length ?? 0)..].Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);

    private static LlmException Outside(string path) => new($"{path.Replace('\0', ' ')} is outside of the folder");
}
