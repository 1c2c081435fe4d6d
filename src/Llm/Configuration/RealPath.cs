namespace Llm;

/// <summary>Paths as they are kept: full, and with every link followed, as Python's <c>Path.resolve()</c> gives them.</summary>
internal static class RealPath
{
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        foreach (var name in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, name);
            // What a link leads to may lie behind further links.
            if (File.ResolveLinkTarget(real, returnFinalTarget: true) is { } target) real = Of(target.FullName);
        }

        return real;
    }
}
