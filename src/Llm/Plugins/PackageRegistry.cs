using Llm.Packages;

namespace Llm;

/// <summary>Receives the packages of models that plugins run.</summary>
/// <remarks>Filled on one thread.</remarks>
public sealed class PackageRegistry
{
    private readonly List<RegisteredPackage> packages = [];

    /// <summary>The packages, in the order in which they were added.</summary>
    public IReadOnlyList<RegisteredPackage> Packages => packages;

    /// <summary>Adds a package, in place of one whose provider has the same name.</summary>
    /// <param name="package">The package.</param>
    /// <param name="checkCredentials">Checks credentials with the provider; null if they are not checked.</param>
    public void Add(ModelPackage package, CheckCredentials? checkCredentials = null)
    {
        ArgumentNullException.ThrowIfNull(package);
        packages.RemoveAll(known => known.Package.Name == package.Provider.Name);
        packages.Add(new RegisteredPackage(new AddedPackage(package), package, checkCredentials));
    }
}

/// <summary>Checks credentials with the provider of a package.</summary>
/// <param name="scope">Whose credentials they are.</param>
/// <param name="credentials">The credentials, by variable, checked against the form.</param>
/// <param name="cancellationToken">Stops the check.</param>
/// <exception cref="LlmException">The provider does not take them, or cannot be reached.</exception>
public delegate Task CheckCredentials(
    CredentialScope scope, IReadOnlyDictionary<string, string> credentials, CancellationToken cancellationToken);

/// <summary>A package of models that a plugin runs.</summary>
/// <param name="Package">The package, as lists and settings know it.</param>
/// <param name="Description">All that its files say.</param>
/// <param name="CheckCredentials">Checks credentials with the provider; null if they are not checked.</param>
public sealed record RegisteredPackage(AddedPackage Package, ModelPackage Description, CheckCredentials? CheckCredentials);
