namespace Llm.Packages;

/// <summary>A YAML file of a package while it is read.</summary>
/// <param name="path">The path from the root of the package, with slashes.</param>
/// <param name="text">What is in it.</param>
/// <param name="problems">Where problems are noted.</param>
internal sealed class PackageFile(string path, string text, PackageProblems problems)
{
    public string Path => path;

    public string Text => text;

    public PackageProblems Problems => problems;
}
