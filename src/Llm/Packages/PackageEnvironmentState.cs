namespace Llm.Packages;

/// <summary>Whether the code of a package can run.</summary>
public enum PackageEnvironmentState
{
    /// <summary>There is no environment: the user has not prepared the package.</summary>
    Missing,

    /// <summary>There is one, but it was made for another version of the package, or its Python is gone.</summary>
    Outdated,

    /// <summary>The code can run.</summary>
    Ready,
}
