namespace Llm.Packages;

/// <summary>A package that cannot be used; the message names the first error in it, and how many more there are.</summary>
public sealed class PackageException : LlmException
{
    internal PackageException(string package, IReadOnlyList<PackageProblem> problems)
        : base(Describe(package, problems)) => Problems = problems;

    /// <summary>All that was found to be wrong, errors and advice, in the order of the files.</summary>
    public IReadOnlyList<PackageProblem> Problems { get; }

    private static string Describe(string package, IReadOnlyList<PackageProblem> problems)
    {
        PackageProblem? first = null;
        var others = -1;
        foreach (var problem in problems)
        {
            if (!problem.IsError) continue;
            first ??= problem;
            others++;
        }

        var more = others > 0 ? $" (and {others} more: llm providers validate {package})" : "";
        return $"{package} is not a package that can be used. {first}{more}";
    }
}
