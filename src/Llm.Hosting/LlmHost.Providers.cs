using Llm.Packages;
using Llm.Providers.Ollama;

namespace Llm;

/// <content>The providers of models, in one list.</content>
public sealed partial class LlmHost
{
    private const string OllamaName = "ollama";

    // Those with interfaces of their own whose models are built in.
    private static readonly string[] OwnTitles = ["OpenAI", "Anthropic", "Gemini"];

    /// <summary>
    /// The providers: those with interfaces of their own, the presets of compatible servers, the user's, and those of packages.
    /// </summary>
    /// <exception cref="LlmException">The user's <c>providers.yaml</c> is not valid, or an index of a package cannot be read.</exception>
    public IReadOnlyList<ModelProvider> Providers
    {
        get
        {
            var keys = new FoundKeys(Keys, Directory);
            var providers = new List<ModelProvider>();
            foreach (var title in OwnTitles)
            {
                var name = title.ToLowerInvariant();
                if (ModelsWithKey(name).FirstOrDefault()?.Model is not KeyModel model) continue;
                providers.Add(new ModelProvider(name, title, ModelProvider.BuiltIn)
                {
                    Server = model.Origin.Server?.ToString(),
                    Key = name,
                    KeyVariables = model.KeyEnvironmentVariables,
                    HasKey = keys.Has(name, model.KeyEnvironmentVariable),
                });
            }

            if (Ollama is { } server)
            {
                providers.Add(new ModelProvider(OllamaName, "Ollama", ModelProvider.BuiltIn)
                {
                    Server = server.Address?.ToString(),
                    KeyVariables = OllamaServer.KeyVariables,
                    HasKey = true,
                    Fetched = server.Listed,
                });
            }

            foreach (var preset in presets.All)
            {
                providers.Add(new ModelProvider(preset.Name, preset.Title, preset.IsOfUser ? "user" : "preset")
                {
                    Server = preset.Base,
                    Key = preset.Key,
                    KeyVariables = preset.KeyVariables,
                    HasKey = keys.Has(preset.Key, ApiKeys.VariableOf(preset.KeyVariables)),
                    Fetched = presetModels.Fetched(preset),
                    Origin = preset.Source is null ? null : $"{preset.Source}, {preset.Date}",
                    Preset = preset,
                });
            }

            var settings = PackageCredentials.Read();
            foreach (var package in Packages.All.Concat(PluginPackages.Select(plugin => plugin.Package)))
            {
                var scope = new CredentialScope(package);
                var name = scope.KeyField is null ? null : scope.KeyName;
                providers.Add(new ModelProvider(packageModels.NameOf(package), package.Title, ModelProvider.OfPackage)
                {
                    Key = name,
                    HasKey = keys.Has(name, variable: null),
                    IsConfigured = settings.IsConfigured(package.Name) || (name is not null && keys.Has(name, variable: null)),
                    Origin = $"{package.PackageName} {package.Version}",
                    Package = package,
                });
            }

            return providers;
        }
    }

    /// <summary>Whether a name is that of a provider that is built in, a preset or the user's.</summary>
    private bool IsProvider(string name) =>
        name == OllamaName
        || OwnTitles.Any(title => title.Equals(name, StringComparison.OrdinalIgnoreCase))
        || presets.Find(name) is not null;

    /// <summary>The known models of a provider: all that are built in, or what its server answered last.</summary>
    /// <param name="provider">One of <see cref="Providers"/>.</param>
    /// <exception cref="LlmException">A file that lists models is not valid.</exception>
    public IReadOnlyList<RegisteredModel> ModelsOf(ModelProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        if (provider.Preset is { } preset) return presetModels.ListOf(preset);
        if (provider.Package is { } package) return packageModels.ListOf(package);
        if (provider.Name != OllamaName) return [.. ModelsWithKey(provider.Name)];
        var registry = new ModelRegistry(Services);
        ollama?.RegisterModels(registry);
        return registry.Registered;
    }

    /// <summary>Asks the server of a provider for its models, and keeps the answer for listings.</summary>
    /// <param name="provider">One of <see cref="Providers"/>.</param>
    /// <param name="key">A key, or the name of a stored one, in place of the usual one; null for that.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="LlmException">
    /// The models are built in, there is no key, the server cannot be reached or refuses, or has no list of models.
    /// </exception>
    public async Task RefreshModelsAsync(ModelProvider provider, string? key = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(provider);
        if (provider.Preset is { } preset)
        {
            await presetModels.RefreshAsync(preset, Services, key, cancellationToken);
            return;
        }

        if (provider.Name != OllamaName || Ollama is not { } server)
            throw new LlmException($"The models of {provider.Title} are built in, so there is no list to fetch.");
        await server.ListAsync(cancellationToken);
        FillOnDemand();
    }

    /// <summary>The provider of a logged model, from its name, the known models or the prices; null if it is not known.</summary>
    /// <param name="modelId">The id, of a model that need not exist any more.</param>
    /// <remarks>No server is asked.</remarks>
    /// <exception cref="LlmException">A file that lists models, providers or prices is not valid.</exception>
    public string? ProviderOf(string modelId)
    {
        ArgumentNullException.ThrowIfNull(modelId);
        var slash = modelId.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && modelId[..slash] is var name && (name is "anthropic" or "gemini" || presets.Find(name) is not null)) return name;
        return Models.Find(modelId) switch
        {
            KeyModel { NeedsKey: "openai" or "anthropic" or "gemini" } model => model.NeedsKey,
            // OpenAI's interface says nothing about whose server it is.
            { Origin.Provider: { } provider and not "openai" } => provider,
            _ => Prices.VendorOf(modelId),
        };
    }

    private IEnumerable<RegisteredModel> ModelsWithKey(string key) =>
        ownModels.Value.Registered.Where(model => model.Model is KeyModel keyed && keyed.NeedsKey == key);
}
