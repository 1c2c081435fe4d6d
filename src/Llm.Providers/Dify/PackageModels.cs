using Llm.Packages;
using Llm.Providers.Dify.Python;

namespace Llm.Providers.Dify;

/// <summary>The models of packages: found as <c>provider/model</c> and, always, as <c>dify:provider/model</c>.</summary>
/// <remarks>It is the source of the language models; <see cref="DifyPlugin"/> has those of the other types. Thread-safe.</remarks>
public sealed class PackageModels : IModelSource, IDisposable
{
    private readonly PackageStore packages;
    private readonly PackageCredentials credentials;
    private readonly Func<string, bool> isTaken;
    private readonly NativeRunner native;
    private readonly PythonRunner python;

    /// <summary>Finds nothing yet.</summary>
    /// <param name="packages">The packages.</param>
    /// <param name="credentials">What the user gave for them.</param>
    /// <param name="isTaken">Whether a built-in provider or a preset has a name, so that its models have it too.</param>
    /// <param name="http">Returns the client for requests.</param>
    public PackageModels(PackageStore packages, PackageCredentials credentials, Func<string, bool> isTaken, Func<HttpClient> http)
    {
        (this.packages, this.credentials, this.isTaken) = (packages, credentials, isTaken);
        native = new NativeRunner(http);
        python = new PythonRunner(http, new PackageLimits());
    }

    /// <inheritdoc/>
    public IReadOnlyList<RegisteredModel> List()
    {
        var models = new List<RegisteredModel>();
        foreach (var use in UsesOf(PackageModelType.Llm)) models.Add(new RegisteredModel(CreateLanguageModel(use), []));
        return models;
    }

    /// <summary>The language models of one package, those that a user added last.</summary>
    public IReadOnlyList<RegisteredModel> ListOf(AddedPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var models = new List<RegisteredModel>();
        foreach (var use in UsesOf(package, PackageModelType.Llm, credentials.Read()))
            models.Add(new RegisteredModel(CreateLanguageModel(use), []));
        return models;
    }

    /// <inheritdoc/>
    public Model? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return FindUse(name, PackageModelType.Llm) is { } use ? CreateLanguageModel(use) : null;
    }

    /// <summary>The name of a package among all providers: its own, or with <c>dify:</c> before it where another one has that.</summary>
    public string NameOf(AddedPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return isTaken(package.Name) ? PackageStore.Prefix + package.Name : package.Name;
    }

    /// <summary>Whether models of a package can be used only by running its code: their server's interface is not OpenAI's.</summary>
    /// <param name="package">The package.</param>
    /// <param name="type">The type of the models; null for any.</param>
    /// <exception cref="LlmException">What the user gave cannot be read.</exception>
    public bool NeedsCode(AddedPackage package, PackageModelType? type = null)
    {
        ArgumentNullException.ThrowIfNull(package);
        var (settings, hasModels) = (credentials.Read(), false);
        foreach (var each in PackageModelTypes.All)
        {
            if (type is not null && type != each) continue;
            foreach (var use in UsesOf(package, each, settings))
            {
                if (RunnerOf(use) == python) return true;
                hasModels = true;
            }
        }

        return !hasModels && !PackageEndpoints.Knows(package.Name, type ?? PackageModelType.Llm, address: null);
    }

    /// <summary>Lets the code of a package check the credentials.</summary>
    /// <param name="scope">Whose credentials they are.</param>
    /// <param name="services">Stored keys, and how long to wait.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="LlmException">The package is not prepared, a credential is missing, or the code refuses them.</exception>
    public Task CheckCredentialsAsync(CredentialScope scope, ModelServices services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(services);
        return python.CheckAsync(scope, credentials.Of(scope, services.Keys?.Find(scope.KeyName)), services, cancellationToken);
    }

    /// <summary>Ends the processes in which the Python code of packages runs.</summary>
    public void Dispose() => python.Dispose();

    /// <summary>Decides which way a model runs: by the code of its package only where it cannot run without.</summary>
    internal IPackageRunner RunnerOf(PackageModelUse use) => NativeRunner.Runs(use) ? native : python;

    /// <summary>The models of one type of all packages, those that a user added after those of the package.</summary>
    internal IEnumerable<PackageModelUse> UsesOf(PackageModelType type)
    {
        var settings = credentials.Read();
        foreach (var package in packages.All)
            foreach (var use in UsesOf(package, type, settings))
                yield return use;
    }

    /// <summary>The model of a type that a name means; null if there is none.</summary>
    internal PackageModelUse? FindUse(string name, PackageModelType type)
    {
        if (packages.FindOwner(name, out var model) is not { } package) return null;
        if (!name.StartsWith(PackageStore.Prefix, StringComparison.Ordinal) && isTaken(package.Name)) return null;
        var (prefix, settings) = (IdPrefixOf(package), credentials.Read());
        if (package.Find(model, type) is { } entry)
        {
            var scope = new CredentialScope(package, type);
            return new PackageModelUse(credentials, settings.Values(scope), scope, entry, prefix + model, isListed: true);
        }

        foreach (var added in settings.AddedModels(package.Name))
            if (added.Name == model && added.Type == type)
                return Added(package, added, settings, prefix, isListed: true);
        return null;
    }

    private IEnumerable<PackageModelUse> UsesOf(AddedPackage package, PackageModelType type, PackageSettings settings)
    {
        var prefix = IdPrefixOf(package);
        var isListed = settings.IsConfigured(package.Name);
        // The credentials of all models that the package describes are the same.
        var scope = new CredentialScope(package, type);
        var values = settings.Values(scope);
        foreach (var entry in package.Models)
            if (entry.Type == type)
                yield return new PackageModelUse(credentials, values, scope, entry, prefix + entry.Name, isListed);
        foreach (var entry in settings.AddedModels(package.Name))
            if (entry.Type == type)
                yield return Added(package, entry, settings, prefix, isListed);
    }

    private Model CreateLanguageModel(PackageModelUse use) => RunnerOf(use).CreateLanguageModel(use);

    private string IdPrefixOf(AddedPackage package) => NameOf(package) + "/";

    private PackageModelUse Added(
        AddedPackage package, PackageModelEntry entry, PackageSettings settings, string prefix, bool isListed)
    {
        var scope = new CredentialScope(package, entry.Type, entry.Name);
        return new PackageModelUse(credentials, settings.Values(scope), scope, entry, prefix + entry.Name, isListed);
    }
}
