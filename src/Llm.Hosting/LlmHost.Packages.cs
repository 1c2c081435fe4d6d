using System.Collections.Concurrent;
using Llm.Packages;
using Llm.Providers.Dify;

namespace Llm;

/// <content>The packages of models.</content>
public sealed partial class LlmHost
{
    private readonly ConcurrentDictionary<string, ModelPrice?> pricesInPackages = new();

    /// <summary>The packages of models that the user added.</summary>
    public PackageStore Packages { get; }

    /// <summary>What the user gave for those packages.</summary>
    public PackageCredentials PackageCredentials { get; }

    /// <summary>
    /// The package that a name means: <c>dify:NAME</c> always means a package, and NAME one only where no built-in provider or preset has
    /// the name.
    /// </summary>
    /// <param name="name">The name of a provider.</param>
    /// <returns>The package; null if the name means none.</returns>
    /// <exception cref="LlmException">The index of the package cannot be read.</exception>
    public AddedPackage? FindPackage(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var isPackage = name.StartsWith(PackageStore.Prefix, StringComparison.Ordinal);
        var own = isPackage ? name[PackageStore.Prefix.Length..] : name;
        var package = Packages.Find(own) ?? PluginPackages.FirstOrDefault(known => known.Package.Name == own)?.Package;
        return package is not null && (isPackage || !IsProvider(name)) ? package : null;
    }

    /// <summary>
    /// The models by which a package is tried out: of each type the one that it lists first and that is not deprecated, or, if only models
    /// that the user added are set up, the first of those.
    /// </summary>
    /// <param name="package">The package.</param>
    /// <param name="type">The type of the models; null for all.</param>
    /// <param name="model">The name of a model, of which there may be one of each type; null for the first ones.</param>
    /// <exception cref="LlmException">There is no such model.</exception>
    public IReadOnlyList<PackageModelEntry> ModelsToProbe(AddedPackage package, PackageModelType? type = null, string? model = null)
    {
        ArgumentNullException.ThrowIfNull(package);
        var added = PackageCredentials.AddedModels(package);
        var chosen = new List<PackageModelEntry>();
        foreach (var each in PackageModelTypes.All)
        {
            if (type is not null && each != type) continue;
            var own = package.Models.Where(entry => entry.Type == each && (model is null ? !entry.IsDeprecated : entry.Name == model));
            var others = added.Where(entry => entry.Type == each && (model is null || entry.Name == model));
            var all = HasCredentials(new CredentialScope(package, each)) ? own.Concat(others) : others.Concat(own);
            if (all.FirstOrDefault() is { } first) chosen.Add(first);
        }

        if (chosen.Count > 0) return chosen;
        var what = type is { } wanted ? $"model of the type {PackageModelTypes.NameOf(wanted)}" : "model";
        if (model is not null) what += " " + model;
        throw new LlmException($"{package.Title} has no {what}. Run: llm providers models {PackageStore.Prefix}{package.Name}");
    }

    /// <summary>Sends the smallest request that a model of a package takes, to learn whether it answers.</summary>
    /// <param name="package">The package.</param>
    /// <param name="model">One of its models, or one that the user added to it.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>What the model answered, in a few words for people.</returns>
    /// <exception cref="LlmException">A credential is missing, or the server cannot be reached or refuses.</exception>
    public Task<string> ProbeAsync(AddedPackage package, PackageModelEntry model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(model);
        // Models of plugins have no second name. New models each time: the credentials may just have changed.
        return package.IsOfPlugin
            ? new PackageProbe(PluginOf(package), Services).AskAsync($"{package.Name}/{model.Name}", model.Type, cancellationToken)
            : new PackageProbe(new DifyPlugin(packageModels), Services).AskAsync(
                $"{PackageStore.Prefix}{package.Name}/{model.Name}", model.Type, cancellationToken);
    }

    /// <summary>The price of a language model in the description of its package; null if it has none. Only that package is read.</summary>
    private ModelPrice? PriceInPackage(string id)
    {
        return pricesInPackages.GetOrAdd(id, Read);

        ModelPrice? Read(string name)
        {
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            if (slash <= 0) return null;
            try
            {
                return FindPackage(name[..slash]) is { } package && package.Find(name[(slash + 1)..], PackageModelType.Llm) is { } entry
                    ? ModelPrice.Of(package.Load(entry).Price)
                    : null;
            }
            catch (PackageException)
            {
                // A package that was changed by hand has no price; whoever uses it gets the error.
                return null;
            }
        }
    }

    private bool HasCredentials(CredentialScope scope)
    {
        try
        {
            PackageCredentials.Of(scope, Services.Keys?.Find(scope.KeyName));
            return true;
        }
        catch (LlmException)
        {
            return false;
        }
    }
}
