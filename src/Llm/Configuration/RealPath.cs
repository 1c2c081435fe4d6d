namespace Llm;

/// <summary>Makes paths absolute and follows every link, as Python's <c>Path.resolve()</c> does.</summary>
internal static class RealPath
{
    /// <summary>The target of a path that is a link, which need not exist; otherwise the path itself.</summary>
    /// <exception cref="IOException">The links form a cycle.</exception>
    public static string OfFile(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;

    /// <exception cref="IOException">The links form a cycle.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        foreach (var name in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, name);
            // The target may itself lie behind further links.
            if (File.ResolveLinkTarget(real, returnFinalTarget: true) is { } target) real = Of(target.FullName);
        }

        return real;
    }
}
