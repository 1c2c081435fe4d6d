using Llm.Packages;

namespace Llm.Providers.Dify;

/// <summary>The language models of packages: found as <c>provider/model</c> and, always, as <c>dify:provider/model</c>.</summary>
/// <param name="packages">The packages.</param>
/// <param name="credentials">What the user gave for them.</param>
/// <param name="isTaken">Whether a built-in provider or a preset has a name, so that its models have it too.</param>
/// <param name="http">Returns the client for requests.</param>
/// <remarks>Thread-safe.</remarks>
public sealed class PackageModels(
    PackageStore packages, PackageCredentials credentials, Func<string, bool> isTaken, Func<HttpClient> http) : IModelSource
{
    /// <summary>What the user gave for packages.</summary>
    internal PackageCredentials Credentials => credentials;

    /// <summary>Returns the client for requests.</summary>
    internal Func<HttpClient> Http => http;

    /// <inheritdoc/>
    public IReadOnlyList<RegisteredModel> List() => [.. packages.All.SelectMany(ListOf)];

    /// <summary>The language models of one package, those that a user added last.</summary>
    public IReadOnlyList<RegisteredModel> ListOf(AddedPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var prefix = IdPrefixOf(package);
        var isListed = credentials.IsConfigured(package);
        var models = new List<RegisteredModel>();
        // The credentials of all models that the package describes are the same.
        var scope = new CredentialScope(package);
        foreach (var entry in package.Models)
            if (entry.Type == PackageModelType.Llm)
                models.Add(new RegisteredModel(new PackageLanguageModel(this, scope, entry, prefix + entry.Name, isListed), []));
        foreach (var entry in credentials.AddedModels(package))
            if (entry.Type == PackageModelType.Llm)
                models.Add(new RegisteredModel(Added(package, entry, isListed), []));
        return models;
    }

    /// <summary>The name of a package among all providers: its own, or with <c>dify:</c> before it where another one has that.</summary>
    public string NameOf(AddedPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return isTaken(package.Name) ? PackageStore.Prefix + package.Name : package.Name;
    }

    /// <inheritdoc/>
    public Model? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (packages.FindOwner(name, out var model) is not { } package) return null;
        if (!name.StartsWith(PackageStore.Prefix, StringComparison.Ordinal) && isTaken(package.Name)) return null;
        if (package.Find(model, PackageModelType.Llm) is { } entry)
            return new PackageLanguageModel(this, new CredentialScope(package), entry, IdPrefixOf(package) + model, isListed: true);
        foreach (var added in credentials.AddedModels(package))
            if (added.Name == model && added.Type == PackageModelType.Llm)
                return Added(package, added, isListed: true);
        return null;
    }

    private string IdPrefixOf(AddedPackage package) => NameOf(package) + "/";

    private PackageLanguageModel Added(AddedPackage package, PackageModelEntry entry, bool isListed) =>
        new(this, new CredentialScope(package, entry.Type, entry.Name), entry, IdPrefixOf(package) + entry.Name, isListed);
}
