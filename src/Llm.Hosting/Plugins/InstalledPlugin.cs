using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Llm.Commands;

namespace Llm.Plugins;

/// <summary>
/// A plugin of an installed package: registers what the plugin described on installation, and loads it when that is used.
/// </summary>
/// <param name="record">The package.</param>
/// <param name="summary">What <see cref="PluginDescription.Summarise"/> kept.</param>
/// <param name="whole">The package with whole descriptions; null if it cannot be read.</param>
/// <param name="load">Loads the plugin.</param>
internal sealed class InstalledPlugin(PluginRecord record, JsonObject summary, Lazy<PluginRecord?> whole, Func<IPlugin> load) : IPlugin
{
    private readonly Lazy<IPlugin> loaded = new(load);
    private JsonObject? details;

    public string Name { get; } = (string)summary["name"]!;

    /// <summary>The package.</summary>
    public PluginRecord Record => record;

    /// <summary>What the list of plugins has of the plugin.</summary>
    public JsonObject Summary { get; private set; } = summary;

    /// <summary>All that the plugin offers; nothing if that cannot be read. It is read when it is first needed.</summary>
    private JsonObject Details => details ??=
        whole.Value?.Plugins.FirstOrDefault(plugin => (string?)plugin!["class"] == (string?)Summary["class"])?.AsObject() ?? [];

    /// <summary>The plugin itself; loads it.</summary>
    public IPlugin Loaded => loaded.Value;

    /// <summary>Replaces what the plugin offers, after it has been asked again.</summary>
    public void Replace(JsonObject description) => (Summary, details) = (PluginDescription.Summarise(description), description);

    public void RegisterModels(ModelRegistry models)
    {
        var before = models.Registered.Count;
        var registered = Registered(() => new ModelRegistry(models, before), (plugin, registry) => plugin.RegisterModels(registry));
        foreach (var item in Items("models"))
        {
            var id = (string)item!["id"]!;
            models.Add(
                new DescribedModel(item.AsObject(), Name, () => Described("models", "id", id), () => Find(registered.Value, id)),
                DescribedModel.Texts(item["aliases"]));
        }
    }

    public void RegisterEmbeddingModels(EmbeddingModelRegistry models)
    {
        var registered = Registered(
            () => new EmbeddingModelRegistry(models.Services), (plugin, registry) => plugin.RegisterEmbeddingModels(registry));
        foreach (var item in Items("embedding_models"))
        {
            var id = (string)item!["id"]!;
            var model = new DeferredEmbeddingModel(
                id, () => registered.Value.Models.LastOrDefault(model => model.Model.Id == id)?.Model ?? throw Missing($"model {id}"))
            {
                Label = (string)item["label"]!,
                TakesText = (bool)item["text"]!,
                TakesBinary = (bool)item["binary"]!,
                Key = (string?)item["key"],
            };
            models.Add(model, DescribedModel.Texts(item["aliases"]));
        }
    }

    public void RegisterTools(ToolRegistry tools)
    {
        var registered = Registered(() => new ToolRegistry(), (plugin, registry) => registry.AddFrom(plugin));
        foreach (var item in Items("tools"))
        {
            var name = (string)item!["name"]!;
            tools.Add(Described(item) with
            {
                Load = () => registered.Value.Tools.GetValueOrDefault(name) ?? throw Missing($"tool {name}"),
            });
        }

        foreach (var item in Items("toolboxes"))
        {
            var name = (string)item!["name"]!;
            tools.Add(ToolboxType.Deferred(
                name, (string?)item["description"], (bool)item["dynamic"]!, item["schema"]!.DeepClone().AsObject(),
                [.. item["tools"]!.AsArray().Select(tool => Described(tool!))],
                () => registered.Value.Toolboxes.GetValueOrDefault(name) ?? throw Missing($"toolbox {name}")));
        }

        foreach (var item in Items("toolbox_loaders"))
        {
            var prefix = (string)item!;
            tools.Add(prefix, (argument, cancellationToken) => registered.Value.Loaders.TryGetValue(prefix, out var loader)
                ? loader(argument, cancellationToken)
                : throw Missing($"prefix {prefix}"));
        }
    }

    public void RegisterCommands(CommandGroup commands)
    {
        foreach (var item in Items("commands"))
        {
            var name = (string)item!["name"]!;
            commands.Add(CommandDescription.Entry(item, () => RuntimeCode.IsSupported
                ? Load(name).Create()
                : CommandDescription.Read(Described("commands", "name", name), Name)));
        }

        CommandEntry Load(string name)
        {
            var group = new CommandGroup("");
            loaded.Value.RegisterCommands(group);
            return group.Find(name) ?? throw Missing($"command {name}");
        }
    }

    public void RegisterTemplateLoaders(LoaderRegistry<TemplateLoader> loaders)
    {
        var registered = LoadersOf<TemplateLoader>((plugin, registry) => plugin.RegisterTemplateLoaders(registry));
        foreach (var item in Items("template_loaders"))
        {
            var prefix = (string)item!["prefix"]!;
            Add(loaders, item, registered, (argument, cancellationToken) => registered(prefix)(argument, cancellationToken));
        }
    }

    public void RegisterFragmentLoaders(LoaderRegistry<FragmentLoader> loaders)
    {
        var registered = LoadersOf<FragmentLoader>((plugin, registry) => plugin.RegisterFragmentLoaders(registry));
        foreach (var item in Items("fragment_loaders"))
        {
            var prefix = (string)item!["prefix"]!;
            Add(loaders, item, registered, (argument, cancellationToken) => registered(prefix)(argument, cancellationToken));
        }
    }

    public void RegisterKeyStores(KeyStoreRegistry stores)
    {
        var registered = Registered(() => new KeyStoreRegistry(), (plugin, registry) => plugin.RegisterKeyStores(registry));
        foreach (var item in Items("key_stores"))
        {
            var name = (string)item!["name"]!;
            stores.Add(
                name,
                new DeferredKeyStore(() => registered.Value.Stores.GetValueOrDefault(name)?.Store ?? throw Missing($"key store {name}")),
                (string?)item["description"]);
        }
    }

    private static void Add<TLoader>(LoaderRegistry<TLoader> loaders, JsonNode item, Func<string, TLoader> registered, TLoader loader)
        where TLoader : Delegate
    {
        var prefix = (string)item["prefix"]!;
        loaders.Add(prefix, new RegisteredLoader<TLoader>(loader, (string?)item["description"]) { Load = () => registered(prefix) });
    }

    private static Tool Described(JsonNode item) =>
        new((string)item["name"]!, (string?)item["description"], item["schema"]!.DeepClone().AsObject())
        {
            Signature = (string)item["signature"]!,
            RequiresApproval = (bool)item["approval"]!,
        };

    /// <summary>What the plugin itself registers; loads it when that is needed.</summary>
    private Lazy<TRegistry> Registered<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TRegistry>(
        Func<TRegistry> create, Action<IPlugin, TRegistry> register) => new(() =>
    {
        var registry = create();
        register(loaded.Value, registry);
        return registry;
    });

    private Model Find(ModelRegistry registry, string id) =>
        registry.Registered.LastOrDefault(model => model.Model.Id == id)?.Model ?? throw Missing($"model {id}");

    private Func<string, TLoader> LoadersOf<TLoader>(Action<IPlugin, LoaderRegistry<TLoader>> register)
        where TLoader : Delegate
    {
        var registered = Registered(() => new LoaderRegistry<TLoader>(), register);
        return prefix => registered.Value.Loaders.GetValueOrDefault(prefix)?.Loader ?? throw Missing($"loader {prefix}");
    }

    /// <summary>What the plugin offers of one kind: models and commands as the list of plugins has them, all else whole.</summary>
    private JsonArray Items(string kind)
    {
        if (Summary[kind] is JsonArray summarised) return summarised;
        foreach (var other in Summary["kinds"]!.AsArray())
            if ((string?)other == kind)
                return Details[kind]?.AsArray() ?? [];
        return [];
    }

    private JsonObject Described(string kind, string key, string value) =>
        Details[kind]?.AsArray().FirstOrDefault(item => (string?)item![key] == value)?.AsObject() ?? throw Missing($"{value}");

    private LlmException Missing(string what) =>
        new($"The plugin {Name} offered the {what} when it was installed, and does not now. Install it again: llm install -U");
}
