using Llm.Packages;
using Llm.Plugins;

namespace Llm;

/// <content>The Python code of packages.</content>
public sealed partial class LlmHost
{
    private readonly Lazy<PluginPackageList> pluginPackages;

    /// <summary>The packages that plugins carry and run.</summary>
    /// <exception cref="LlmException">A package of a plugin is not valid.</exception>
    public IReadOnlyList<RegisteredPackage> PluginPackages => pluginPackages.Value.Packages;

    /// <summary>Whether models of a package can be used only by running its code: their server's interface is not OpenAI's.</summary>
    /// <param name="package">One of <see cref="Packages"/>.</param>
    /// <param name="type">The type of the models; null for any.</param>
    /// <exception cref="LlmException">The settings of the package cannot be read.</exception>
    public bool NeedsCode(AddedPackage package, PackageModelType? type = null)
    {
        ArgumentNullException.ThrowIfNull(package);
        return !package.IsOfPlugin && NotDisposed(packageModels).NeedsCode(package, type);
    }

    /// <summary>
    /// Makes the Python environment in which the code of a package runs, in place of one that there is. Nothing of the package is run for
    /// it, but what it needs may be built by code of its authors. Ask the user before it.
    /// </summary>
    /// <param name="package">One of <see cref="Packages"/>.</param>
    /// <param name="preparation">How it is made; null for the usual way.</param>
    /// <param name="progress">Receives a few words about each step; null if nobody reads them.</param>
    /// <param name="cancellationToken">Stops the work. The former environment stays.</param>
    /// <exception cref="LlmException">
    /// There is no Python that is new enough, or what the package needs cannot be installed. The former environment stays.
    /// </exception>
    public Task PrepareAsync(
        AddedPackage package, PackagePreparation? preparation = null, IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (package.IsOfPlugin) throw new LlmException($"{package.Title} is part of a plugin, so there is nothing to prepare.");
        var builder = new EnvironmentBuilder(NotDisposed(package), preparation ?? new PackagePreparation(), progress);
        return builder.BuildAsync(cancellationToken);
    }

    /// <summary>
    /// Lets the code of a package, in Python or of a plugin, check the credentials, as Dify does before it keeps them. It may ask the
    /// provider for something small.
    /// </summary>
    /// <param name="scope">Whose credentials they are. For a model that a user added, the code checks them with it.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="LlmException">
    /// The package is not prepared, a credential is missing, or the code refuses: a <see cref="ProviderException"/> of the kind
    /// <see cref="ProviderErrorKind.Authentication"/>.
    /// </exception>
    public Task CheckCredentialsByCodeAsync(CredentialScope scope, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (!scope.Package.IsOfPlugin) return NotDisposed(packageModels).CheckCredentialsAsync(scope, Services, cancellationToken);
        var check = PluginPackages.FirstOrDefault(known => known.Package.Name == scope.Package.Name)?.CheckCredentials;
        var credentials = PackageCredentials.Of(scope, Services.Keys?.Find(scope.KeyName));
        return check?.Invoke(scope, credentials, cancellationToken) ?? Task.CompletedTask;
    }

    /// <summary>
    /// Loads the plugin that carries a package, which happens otherwise when one of its models is used; nothing for other packages.
    /// </summary>
    /// <returns>What has to be uninstalled to remove the package; null for other packages.</returns>
    /// <exception cref="LlmException">The plugin cannot be loaded.</exception>
    public string? LoadPluginOf(AddedPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (!package.IsOfPlugin) return null;
        var plugin = PluginOf(package);
        if (plugin is not InstalledPlugin installedPlugin) return plugin.Name;
        _ = installedPlugin.Loaded;
        return installedPlugin.Record.Package;
    }

    private IPlugin PluginOf(AddedPackage package) => pluginPackages.Value.PluginOf[package.Name];

    private PluginPackageList RegisterPackages()
    {
        var registry = new PackageRegistry();
        var plugins = new Dictionary<string, IPlugin>(StringComparer.Ordinal);
        if (!MayBeAdded("packages")) return new PluginPackageList(registry.Packages, plugins);
        foreach (var plugin in AddedPlugins)
        {
            plugin.RegisterPackages(registry);
            foreach (var registered in registry.Packages) plugins.TryAdd(registered.Package.Name, plugin);
        }

        return new PluginPackageList(registry.Packages, plugins);
    }

    /// <summary>The packages of plugins, and which plugin has each, by the name of its provider.</summary>
    private sealed record PluginPackageList(IReadOnlyList<RegisteredPackage> Packages, IReadOnlyDictionary<string, IPlugin> PluginOf);
}
