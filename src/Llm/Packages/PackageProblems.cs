namespace Llm.Packages;

/// <summary>Collects what is wrong with a package while it is read.</summary>
internal sealed class PackageProblems
{
    // Each takes another look at its file, for the line.
    private const int MaxCount = 100;

    private readonly List<PackageProblem> found = [];

    public IReadOnlyList<PackageProblem> Found => found;

    public bool HasErrors { get; private set; }

    public void Add(PackageProblem problem)
    {
        HasErrors |= problem.IsError;
        if (found.Count < MaxCount) found.Add(problem);
    }

    public void Error(string file, string message) => Add(new PackageProblem(true, file, 0, "", message));

    public void Warn(string file, string message) => Add(new PackageProblem(false, file, 0, "", message));

    /// <exception cref="PackageException">There is an error.</exception>
    public void ThrowIfErrors(string package)
    {
        if (HasErrors) throw new PackageException(package, found);
    }
}
