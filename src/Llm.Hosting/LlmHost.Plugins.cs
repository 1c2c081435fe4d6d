using System.Diagnostics.CodeAnalysis;
using Llm.Commands;
using Llm.Plugins;
using Llm.Prompting;

namespace Llm;

/// <content>Fills the registries from the plugins, and answers questions about plugins.</content>
public sealed partial class LlmHost
{
    private readonly Action<string>? pluginWarning;
    private readonly HashSet<PluginClash> warned = [];

    /// <summary>
    /// Sentences about names that two of <see cref="AddedPlugins"/> gave to things of one kind: which plugins they are, and which one has
    /// the name. Fills all registries.
    /// </summary>
    public IReadOnlyList<string> PluginClashes
    {
        get
        {
            var commands = new CommandGroup("");
            RegisterCommands(commands);
            _ = commands.Entries;
            NameOwners[] owners =
            [
                registeredModels.Value.Owners, registeredEmbeddingModels.Value.Owners, RerankModels.Owners, ModerationModels.Owners,
                TranscriptionModels.Owners, SpeechModels.Owners, Tools.Registry.Owners, templateLoaders.Value.Owners,
                fragmentLoaders.Value.Owners, keyStores.Value.Owners, commands.Owners,
            ];
            return [.. owners.SelectMany(kind => kind.Clashes).Select(clash => clash.ToString())];
        }
    }

    /// <summary>Lets all plugins add their commands; those of <see cref="AddedPlugins"/> add them when they are needed.</summary>
    /// <param name="commands">The commands of the program; a command of a plugin replaces one with the same name.</param>
    public void RegisterCommands(CommandGroup commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        foreach (var plugin in ownPlugins) plugin.RegisterCommands(commands);
        commands.AddLater(MayBeAdded, () => FillAdded(AddedPlugins, commands.Owners, plugin => plugin.RegisterCommands(commands)));
    }

    /// <summary>
    /// Loads the installed plugins whose model, tools, loaders or key a draft names, which happens otherwise when each of them is used.
    /// </summary>
    /// <exception cref="LlmException">A plugin cannot be loaded.</exception>
    public void LoadPluginsFor(PromptDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        foreach (var name in draft.Fragments.Concat(draft.SystemFragments).Where(FragmentResolver.HasPrefix))
        {
            var prefix = FragmentResolver.Prefix(name);
            FragmentLoaders.GetValueOrDefault(prefix)?.Load?.Invoke();
            Warn(fragmentLoaders.Value.Owners, prefix);
        }

        if (givenPlugins.Count == 0 && installed is null or { IsEmpty: true }) return;
        if (draft.ModelId is { Length: > 0 } model) _ = FindModel(model);
        PrepareKey(draft.Options.Key);
        foreach (var name in draft.Tools.Select(ToolSpec.NameOf))
        {
            _ = Tools.Registry.Tools.GetValueOrDefault(name)?.Load?.Invoke();
            _ = Tools.Registry.Toolboxes.GetValueOrDefault(name)?.Load?.Invoke();
            Warn(Tools.Registry.Owners, name);
        }
    }

    /// <summary>
    /// Asks again for lists that may have changed: those of installed plugins whose <see cref="IPlugin.Refresh"/> says so, and the
    /// models of <see cref="Ollama"/>. A plugin that fails keeps its former list, with a warning.
    /// </summary>
    /// <param name="canLoad">Whether a plugin could be loaded, which is asked only if one has to be; null if it can.</param>
    /// <param name="isList">Whether a list is shown; otherwise, a name is looked for that nobody knows.</param>
    /// <returns>Whether there are new lists.</returns>
    /// <remarks>
    /// It is meant for programs with one thread that uses the host, as the command is: what was looked up before stays as it is. It waits
    /// for the Ollama server: 0.3 s for its list, and at most two seconds more for what new models can do. A server that did not answer is
    /// not asked again for a minute, and a list is asked for at most once a minute.
    /// </remarks>
    /// <exception cref="LlmException">
    /// The program was compiled ahead of time, so it cannot load the plugin; or a name is looked for, and <c>OLLAMA_HOST</c> is not valid.
    /// </exception>
    public bool RefreshPlugins(Func<bool>? canLoad = null, bool isList = true)
    {
        var isNew = ollama?.Refresh(isList) == true;
        if (installed?.All.Any(plugin => plugin.Summary.Refreshes) == true && canLoad?.Invoke() != false)
            isNew |= new PluginRefresher(Directory, Services.Clock, pluginWarning).Refresh(AddedPlugins, ModelsBefore);
        if (isNew) FillOnDemand();
        return isNew;
    }

    /// <summary>The models of the plugins before the one of this name; all models if there is none.</summary>
    public ModelRegistry ModelsBefore(string plugin) => RegisterModels(Plugins.TakeWhile(other => other.Name != plugin));

    /// <summary>
    /// Whether <see cref="AddedPlugins"/> may have something of this name, or of this kind. It is a look at the text of their list, so that
    /// what concerns no plugin does not pay for them.
    /// </summary>
    private bool MayBeAdded(string name) => givenPlugins.Count > 0 || installed?.MayHave(name) == true;

    /// <summary>Warns once if two plugins have this name.</summary>
    private void Warn(NameOwners owners, string name)
    {
        if (owners.Find(name) is { } clash && warned.Add(clash)) pluginWarning?.Invoke(clash.ToString());
    }

    /// <summary>Forgets what plugins registered; they register again when it is needed.</summary>
    [MemberNotNull(nameof(registeredModels), nameof(registeredEmbeddingModels))]
    [MemberNotNull(nameof(ownCatalog), nameof(models), nameof(embeddingModels), nameof(listedEmbeddingModels))]
    [MemberNotNull(nameof(tools), nameof(templateLoaders), nameof(fragmentLoaders))]
    private void FillOnDemand()
    {
        registeredModels = new(() =>
        {
            var registry = new ModelRegistry(ownModels.Value, ownModels.Value.Registered.Count);
            ollama?.RegisterModels(registry);
            FillAdded(AddedPlugins, registry.Owners, plugin => plugin.RegisterModels(registry));
            return registry;
        });
        registeredEmbeddingModels = new(() =>
        {
            var registry = new EmbeddingModelRegistry(Services);
            Fill(Plugins, registry.Owners, plugin => plugin.RegisterEmbeddingModels(registry));
            return registry;
        });
        tools = new(() =>
        {
            var registry = new ToolRegistry();
            Fill(Plugins, registry.Owners, registry.AddFrom);
            return new ToolCatalog(registry);
        });
        templateLoaders = new(() =>
        {
            var registry = new LoaderRegistry<TemplateLoader>();
            Fill(Plugins, registry.Owners, plugin => plugin.RegisterTemplateLoaders(registry));
            return registry;
        });
        fragmentLoaders = new(() =>
        {
            var registry = new LoaderRegistry<FragmentLoader>();
            Fill(Plugins, registry.Owners, plugin => plugin.RegisterFragmentLoaders(registry));
            return registry;
        });
        (rerankModels, moderationModels, transcriptionModels, speechModels) = (null, null, null, null);
        ReloadAliases();
    }

    private KeyStoreRegistry RegisterKeyStores()
    {
        var registry = new KeyStoreRegistry();
        var sources = new KeySources(Directory);
        registry.Add(CommandKeyStore.Name, new CommandKeyStore(sources, CommandKeyStore.Patience));
        registry.Add(SystemKeyStore.Name, new SystemKeyStore(sources));
        Fill(MayBeAdded("key_stores") ? Plugins : ownPlugins, registry.Owners, plugin => plugin.RegisterKeyStores(registry));
        return registry;
    }

    private ModelRegistry RegisterModels(IEnumerable<IPlugin> plugins)
    {
        var registry = new ModelRegistry(Services) { UserAliases = Aliases.Read };
        Fill(plugins, registry.Owners, plugin => plugin.RegisterModels(registry));
        return registry;
    }

    /// <summary>Calls all plugins, or the first ones of them.</summary>
    private void Fill(IEnumerable<IPlugin> plugins, NameOwners owners, Action<IPlugin> register)
    {
        foreach (var plugin in plugins.Take(ownPlugins.Count)) register(plugin);
        FillAdded(plugins.Skip(ownPlugins.Count), owners, register);
    }

    private static void FillAdded(IEnumerable<IPlugin> plugins, NameOwners owners, Action<IPlugin> register)
    {
        foreach (var plugin in plugins)
        {
            owners.Plugin = LabelOf(plugin);
            register(plugin);
        }
    }

    private static string LabelOf(IPlugin plugin) =>
        plugin is InstalledPlugin { Record.Package: var package } && !package.Equals(plugin.Name, StringComparison.OrdinalIgnoreCase)
            ? $"{plugin.Name} ({package})"
            : plugin.Name;
}
