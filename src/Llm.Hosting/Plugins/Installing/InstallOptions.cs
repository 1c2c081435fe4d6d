namespace Llm.Plugins;

/// <summary>How packages are installed.</summary>
public sealed record InstallOptions
{
    /// <summary>Whether a package that is installed is replaced by the newest version.</summary>
    public bool Upgrade { get; init; }

    /// <summary>Whether a package that is installed is installed again.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the newest version may be a pre-release.</summary>
    public bool Prerelease { get; init; }

    /// <summary>Whether package sources are asked again, even if their answers are in NuGet's cache.</summary>
    public bool NoCache { get; init; }
}
