namespace Llm.Toolboxes;

/// <summary>A folder that a path cannot leave, whether by <c>..</c>, as a full path or through a link.</summary>
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

    /// <summary>The full path of the folder, with all links resolved.</summary>
    public string Root { get; }

    /// <summary>Returns the full path of a file or folder below this one, with all links resolved.</summary>
    /// <param name="path">The path as the model gives it; <c>.</c> is this folder.</param>
    /// <exception cref="LlmException">The path leads outside or is not a valid path.</exception>
    public string Resolve(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(path)) throw Outside(path);
        if (OperatingSystem.IsWindows() && path.Contains(':', StringComparison.Ordinal)) throw Outside(path);
        try
        {
            return RealPath(Root, path) is var real && IsInside(real) ? real : throw Outside(path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"{path} cannot be read", ex);
        }
    }

    /// <summary>Returns the path of a file relative to the folder, as the model gives it.</summary>
    public string NameOf(string fullPath) => Path.GetRelativePath(Root, fullPath).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>
    /// Opens a file for reading. Its path is checked again after opening, because a link may have replaced the file in the meantime.
    /// </summary>
    /// <exception cref="LlmException">The path leads outside, does not exist, or is not a file.</exception>
    public Stream Open(string path)
    {
        var full = Resolve(path);
        if (!File.Exists(full)) throw new LlmException(Directory.Exists(full) ? $"{path} is a folder" : $"there is no file {path}");
        var length = new FileInfo(full).Length;
        if (length > MaxBytes) throw new LlmException($"{path} is larger than {MaxBytes / 1_000_000} MB");
        // Pipes and devices have no length, and reading them may never end.
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

    /// <summary>Returns the real path of an open file: on Linux, the kernel reports it; elsewhere, links are resolved again.</summary>
    private static string? OpenedPath(FileStream stream) => OperatingSystem.IsLinux()
        ? new FileInfo($"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}").LinkTarget
        : RealPath(Path.GetPathRoot(stream.Name)!, stream.Name);

    private bool IsInside(string fullPath) =>
        fullPath == Root || fullPath.StartsWith(
            Path.EndsInDirectorySeparator(Root) ? Root : Root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Resolves a path component by component, as the operating system does.</summary>
    /// <param name="start">The full path to start from, without links.</param>
    /// <param name="path">The rest of the path.</param>
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
