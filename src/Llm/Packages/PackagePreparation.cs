namespace Llm.Packages;

/// <summary>How the Python environment of a package is made. Immutable.</summary>
public sealed record PackagePreparation
{
    /// <summary>
    /// The Python to use, a path or a name; null for the first of <c>python3.12</c> (the version of the manifest), <c>python3</c> and
    /// <c>python</c> that is new enough. Where <c>uv</c> is installed and there is none, it fetches one.
    /// </summary>
    public string? Python { get; init; }

    /// <summary>A folder from which Python packages are taken, in place of all servers; null to ask the servers.</summary>
    public string? FindLinks { get; init; }
}
