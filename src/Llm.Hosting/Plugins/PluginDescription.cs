using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Commands;

namespace Llm.Plugins;

/// <summary>Describes what a plugin offers, by letting it register in empty registries.</summary>
internal static class PluginDescription
{
    /// <summary>Describes a plugin; kinds of which it offers none are left out.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="others">The models of the plugins before it; null if there are none.</param>
    /// <param name="now">The time, which the description notes.</param>
    /// <exception cref="Exception">The plugin threw it.</exception>
    public static JsonObject Of(IPlugin plugin, ModelRegistry? others, DateTimeOffset now)
    {
        var before = others?.Registered.Count ?? 0;
        var models = others is null ? new ModelRegistry() : new ModelRegistry(others, before);
        plugin.RegisterModels(models);
        var embeddings = new EmbeddingModelRegistry();
        plugin.RegisterEmbeddingModels(embeddings);
        var reranking = new TaskModelRegistry<RerankModel>();
        plugin.RegisterRerankModels(reranking);
        var moderation = new TaskModelRegistry<ModerationModel>();
        plugin.RegisterModerationModels(moderation);
        var transcription = new TaskModelRegistry<TranscriptionModel>();
        plugin.RegisterTranscriptionModels(transcription);
        var speech = new TaskModelRegistry<SpeechModel>();
        plugin.RegisterSpeechModels(speech);
        var packages = new PackageRegistry();
        plugin.RegisterPackages(packages);
        var tools = new ToolRegistry();
        tools.AddFrom(plugin);
        var commands = new CommandGroup("");
        plugin.RegisterCommands(commands);
        var templates = new LoaderRegistry<TemplateLoader>();
        plugin.RegisterTemplateLoaders(templates);
        var fragments = new LoaderRegistry<FragmentLoader>();
        plugin.RegisterFragmentLoaders(fragments);
        var stores = new KeyStoreRegistry();
        plugin.RegisterKeyStores(stores);
        var json = new JsonObject
        {
            ["name"] = plugin.Name,
            ["class"] = plugin.GetType().FullName,
            ["asked"] = now.UtcDateTime.ToString("o", CultureInfo.InvariantCulture),
        };
        if (plugin.Refresh is { } refresh) json["refresh"] = RefreshCheck.Describe(refresh);
        Add("models", models.Registered.Skip(before).Select(Model));
        Add("embedding_models", embeddings.Models.Select(EmbeddingModel));
        Add("rerank_models", reranking.Models.Select(item => TaskModel(item.Model, item.Aliases)));
        Add("moderation_models", moderation.Models.Select(item => TaskModel(item.Model, item.Aliases)));
        Add("transcription_models", transcription.Models.Select(item => TaskModel(item.Model, item.Aliases)));
        Add("speech_models", speech.Models.Select(item => TaskModel(item.Model, item.Aliases)));
        Add("packages", packages.Packages.Where(package => package.Description.Texts is not null).Select(Package));
        Add("tools", tools.Tools.Select(tool => Tool(tool.Value, tool.Key)));
        Add("toolboxes", tools.Toolboxes.Values.Select(Toolbox));
        Add("toolbox_loaders", tools.Loaders.Keys.Select(prefix => JsonValue.Create(prefix)));
        Add("commands", commands.Entries.Select(CommandDescription.Of));
        Add("template_loaders", templates.Loaders.Select(loader => Loader(loader.Key, loader.Value.Description)));
        Add("fragment_loaders", fragments.Loaders.Select(loader => Loader(loader.Key, loader.Value.Description)));
        Add("key_stores", stores.Stores.Select(store => new JsonObject
        {
            ["name"] = store.Key,
            ["description"] = store.Value.Description,
        }));
        return json;

        void Add(string kind, IEnumerable<JsonNode> items)
        {
            JsonNode[] all = [.. items];
            if (all.Length > 0) json[kind] = new JsonArray(all);
        }
    }

    /// <summary>
    /// What of a description is in the list of plugins, which is read at every start: all that is needed to find a model or a command, and
    /// the names of the other kinds.
    /// </summary>
    public static JsonObject Summarise(JsonObject description)
    {
        if (description["kinds"] is not null) return description.DeepClone().AsObject();
        var summary = new JsonObject();
        var kinds = new JsonArray();
        foreach (var (name, value) in description)
        {
            if (value is not JsonArray items) summary[name] = value?.DeepClone();
            else if (Summarised(name) is { } kept) summary[name] = new JsonArray([.. items.Select(item => Keep(item!.AsObject(), kept))]);
            else kinds.Add((JsonNode)name);
        }

        summary["kinds"] = kinds;
        return summary;
    }

    private static string[]? Summarised(string kind) => kind switch
    {
        "models" => ["id", "aliases", "label"],
        "commands" => ["name", "summary", "hidden"],
        _ => null,
    };

    private static JsonObject Keep(JsonObject item, string[] names)
    {
        var kept = new JsonObject();
        foreach (var name in names)
            if (item[name] is { } value)
                kept[name] = value.DeepClone();
        return kept;
    }

    private static JsonObject Model(RegisteredModel registered)
    {
        var model = registered.Model;
        return new()
        {
            ["id"] = model.Id,
            ["aliases"] = Texts(registered.Aliases),
            ["label"] = model.ToString(),
            ["class"] = model.ClassName,
            ["streams"] = model.CanStream,
            ["schema"] = model.SupportsSchema,
            ["tools"] = model.SupportsTools,
            ["async"] = model.SupportsAsync,
            ["key"] = (model as KeyModel)?.NeedsKey,
            ["key_variable"] = (model as KeyModel)?.KeyEnvironmentVariable,
            ["attachment_types"] = Texts(model.AttachmentTypes),
            ["server_side_tools"] = new JsonArray([.. model.ServerSideTools.Select(tool => new JsonObject
            {
                ["name"] = tool.Name,
                ["description"] = tool.Description,
                ["schema"] = tool.InputSchema.DeepClone(),
            })]),
            ["options"] = new JsonArray([.. model.Options.Select(option => new JsonObject
            {
                ["name"] = option.Name,
                ["description"] = option.Description,
                ["types"] = Texts(option.Types),
                ["schema"] = option.ToSchema(),
            })]),
            ["replacements"] = new JsonObject(
                model.JsonReplacements.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.DeepClone()))),
        };
    }

    private static JsonObject EmbeddingModel(RegisteredEmbeddingModel registered) => new()
    {
        ["id"] = registered.Model.Id,
        ["aliases"] = Texts(registered.Aliases),
        ["label"] = registered.Model.ToString(),
        ["text"] = registered.Model.SupportsText,
        ["binary"] = registered.Model.SupportsBinary,
        ["key"] = registered.Model.NeedsKey,
    };

    private static JsonObject TaskModel(TaskModel model, IReadOnlyList<string> aliases) => new()
    {
        ["id"] = model.Id,
        ["aliases"] = Texts(aliases),
        ["label"] = model.ToString(),
        ["key"] = model.NeedsKey,
        ["key_variable"] = model.KeyEnvironmentVariable,
    };

    private static JsonObject Package(RegisteredPackage registered) => new()
    {
        ["name"] = registered.Package.Name,
        ["files"] = new JsonObject(
            registered.Description.Texts!.Select(file => KeyValuePair.Create(file.Key, (JsonNode?)JsonValue.Create(file.Value)))),
    };

    private static JsonObject Tool(Tool tool, string name) => new()
    {
        ["name"] = name,
        ["description"] = tool.Description,
        ["schema"] = tool.InputSchema.DeepClone(),
        ["signature"] = tool.Signature,
        ["approval"] = tool.RequiresApproval,
    };

    private static JsonObject Toolbox(ToolboxType toolbox) => new()
    {
        ["name"] = toolbox.Name,
        ["description"] = toolbox.Description,
        ["dynamic"] = toolbox.IsDynamic,
        ["schema"] = toolbox.InputSchema.DeepClone(),
        ["tools"] = new JsonArray([.. toolbox.Tools.Select(tool => Tool(tool, tool.Name))]),
    };

    private static JsonObject Loader(string prefix, string? description) => new() { ["prefix"] = prefix, ["description"] = description };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
