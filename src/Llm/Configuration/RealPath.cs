namespace Llm;

/// <summary>Makes paths absolute and follows every link, as Python's <c>Path.resolve()</c> does.</summary>
internal static class RealPath
{
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
