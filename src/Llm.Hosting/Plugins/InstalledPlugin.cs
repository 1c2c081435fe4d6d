using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Llm.Commands;
using Llm.Packages;

namespace Llm.Plugins;

/// <summary>
/// A plugin of an installed package: registers what the plugin described on installation, and loads it when that is used.
/// </summary>
/// <param name="package">The package.</param>
/// <param name="summary">What the list of plugins has of the plugin.</param>
internal sealed class InstalledPlugin(PluginPackage package, PluginSummary summary) : IPlugin
{
    private JsonObject? details;

    public string Name { get; } = summary.Name;

    /// <summary>The package.</summary>
    public PluginRecord Record => package.Record;

    /// <summary>What the list of plugins has of the plugin.</summary>
    public PluginSummary Summary { get; private set; } = summary;

    /// <summary>The plugin itself; loads it.</summary>
    public IPlugin Loaded => field ??= package.Load(Summary.Class);

    /// <summary>All that the plugin offers; nothing if that cannot be read. It is read when it is first needed.</summary>
    private JsonObject Details => details ??=
        package.Describe().Plugins.FirstOrDefault(plugin => (string?)plugin!["class"] == Summary.Class)?.AsObject() ?? [];

    /// <summary>Replaces what the plugin offers, after it has been asked again.</summary>
    public void Replace(JsonObject description) => (Summary, details) = (PluginSummary.Of(description), description);

    public void RegisterModels(ModelRegistry models)
    {
        var registered = new PluginModels(this, models);
        foreach (var item in Summary.Models) models.Add(new DescribedModel(item, this, registered), item.Aliases);
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

    public void RegisterRerankModels(TaskModelRegistry<RerankModel> models) => RegisterTasks(
        models, "rerank_models", (plugin, registry) => plugin.RegisterRerankModels(registry),
        (described, load) => new DeferredRerankModel(described, load));

    public void RegisterModerationModels(TaskModelRegistry<ModerationModel> models) => RegisterTasks(
        models, "moderation_models", (plugin, registry) => plugin.RegisterModerationModels(registry),
        (described, load) => new DeferredModerationModel(described, load));

    public void RegisterTranscriptionModels(TaskModelRegistry<TranscriptionModel> models) => RegisterTasks(
        models, "transcription_models", (plugin, registry) => plugin.RegisterTranscriptionModels(registry),
        (described, load) => new DeferredTranscriptionModel(described, load));

    public void RegisterSpeechModels(TaskModelRegistry<SpeechModel> models) => RegisterTasks(
        models, "speech_models", (plugin, registry) => plugin.RegisterSpeechModels(registry),
        (described, load) => new DeferredSpeechModel(described, load));

    public void RegisterPackages(PackageRegistry packages)
    {
        var registered = Registered(() => new PackageRegistry(), (plugin, registry) => plugin.RegisterPackages(registry));
        foreach (var item in Items("packages"))
        {
            var files = new Dictionary<string, string>();
            foreach (var (file, text) in item!["files"]!.AsObject()) files[file] = (string)text!;
            var package = ModelPackage.Load(files);
            var name = package.Provider.Name;
            packages.Add(package, (scope, credentials, cancellationToken) =>
            {
                var own = registered.Value.Packages.FirstOrDefault(known => known.Package.Name == name) ?? throw Missing($"package {name}");
                return own.CheckCredentials?.Invoke(scope, credentials, cancellationToken) ?? Task.CompletedTask;
            });
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
        foreach (var item in Summary.Commands)
        {
            commands.Add(CommandDescription.Entry(item, () => RuntimeCode.IsSupported
                ? Load(item.Name).Create()
                : CommandDescription.Read(Described("commands", "name", item.Name), Name)));
        }

        CommandEntry Load(string name)
        {
            var group = new CommandGroup("");
            Loaded.RegisterCommands(group);
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

    /// <summary>The whole description of a model or a command.</summary>
    public JsonObject Described(string kind, string key, string value) =>
        Details[kind]?.AsArray().FirstOrDefault(item => (string?)item![key] == value)?.AsObject() ?? throw Missing($"{value}");

    /// <summary>The error for something that the plugin no longer offers.</summary>
    public LlmException Missing(string what) =>
        new($"The plugin {Name} offered the {what} when it was installed, and does not now. Install it again: llm install -U");

    private void RegisterTasks<TModel>(
        TaskModelRegistry<TModel> models, string kind, Action<IPlugin, TaskModelRegistry<TModel>> register,
        Func<DescribedTask, Func<TModel>, TModel> defer)
        where TModel : TaskModel
    {
        var registered = Registered(() => new TaskModelRegistry<TModel>(models.Services), register);
        foreach (var item in Items(kind))
        {
            var id = (string)item!["id"]!;
            var described = new DescribedTask(id, (string)item["label"]!, (string?)item["key"], (string?)item["key_variable"]);
            var model = defer(described, () => registered.Value.Find(id) ?? throw Missing($"model {id}"));
            models.Add(model, DescribedModel.Texts(item["aliases"]));
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
        register(Loaded, registry);
        return registry;
    });

    private Func<string, TLoader> LoadersOf<TLoader>(Action<IPlugin, LoaderRegistry<TLoader>> register)
        where TLoader : Delegate
    {
        var registered = Registered(() => new LoaderRegistry<TLoader>(), register);
        return prefix => registered.Value.Loaders.GetValueOrDefault(prefix)?.Loader ?? throw Missing($"loader {prefix}");
    }

    /// <summary>What the plugin offers of a kind of which the list of plugins has only the name.</summary>
    private JsonArray Items(string kind) => Summary.Kinds.Contains(kind) ? Details[kind]?.AsArray() ?? [] : [];
}
