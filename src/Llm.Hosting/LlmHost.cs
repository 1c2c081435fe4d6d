using Llm.Providers.Http;

namespace Llm;

/// <summary>A running llm: the user directory, the plugins and everything that they register.</summary>
/// <remarks>
/// Each registry is filled when it is first asked for, so a host costs nothing until it is used. Thread-safe: a program needs one,
/// for any number of prompts at once. Dispose it to close its connections; then it and its models answer
/// with an <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed partial class LlmHost : IDisposable
{
    private readonly Lazy<HttpClient> http;
    private readonly Func<HttpClient>? clientForRequest;
    private readonly string? defaultModel;
    private readonly Lazy<IReadOnlyList<RegisteredModel>> registeredModels;
    private readonly Lazy<IReadOnlyList<RegisteredEmbeddingModel>> registeredEmbeddingModels;
    private readonly Lazy<ToolCatalog> tools;
    private readonly Lazy<IReadOnlyDictionary<string, RegisteredLoader<TemplateLoader>>> templateLoaders;
    private readonly Lazy<IReadOnlyDictionary<string, RegisteredLoader<FragmentLoader>>> fragmentLoaders;
    private volatile Lazy<ModelCatalog> models;
    private volatile Lazy<IReadOnlyList<RegisteredEmbeddingModel>> embeddingModels;
    private volatile bool disposed;

    private LlmHost(LlmHostOptions options)
    {
        Directory = options.Directory ?? UserDirectory.Resolve();
        Keys = new KeyStore(Directory);
        Aliases = new AliasStore(Directory);
        Defaults = new DefaultModels(Directory);
        ModelOptions = new ModelOptionStore(Directory);
        Settings = new SettingStore(Directory);
        Environment = new ModelEnvironment
        {
            Clock = options.Clock,
            Ids = new UlidGenerator(options.Clock),
            Keys = Keys,
            Limits =
                new(() => options.Limits ?? new RequestLimits
                {
                    Timeout = Settings.Get(Setting.Timeout),
                    Retries = Settings.Get(Setting.Retries),
                }),
            Observer = ObserverGroup.Of(options),
        };
        defaultModel = options.DefaultModel;
        http = new(options.CreateHttpClient ?? (() => ProviderHttp.CreateClient(options.HttpTrace, options.Telemetry)));
        clientForRequest = options.ClientForRequest;
        AddedPlugins = options.Plugins;
        Plugins = [.. BuiltInPlugins.Create(Directory, Client, options), .. AddedPlugins];
        registeredModels = new(() => Load(new ModelRegistry(Environment), (plugin, registry) => plugin.RegisterModels(registry)).Models);
        registeredEmbeddingModels = new(() =>
            Load(new EmbeddingModelRegistry(Environment), (plugin, registry) => plugin.RegisterEmbeddingModels(registry)).Models);
        models = new(CreateCatalog);
        embeddingModels = new(CreateEmbeddingModels);
        tools = new(() => new ToolCatalog(Load(new ToolRegistry(), (plugin, registry) => registry.AddFrom(plugin))));
        templateLoaders = new(() => Load(
            new LoaderRegistry<TemplateLoader>(), (plugin, registry) => plugin.RegisterTemplateLoaders(registry)).Loaders);
        fragmentLoaders = new(() => Load(
            new LoaderRegistry<FragmentLoader>(), (plugin, registry) => plugin.RegisterFragmentLoaders(registry)).Loaders);
        Web = new WebContent(Client);
        Templates = new TemplateStore(Directory, Web, () => TemplateLoaders);
    }

    /// <summary>The user directory.</summary>
    public UserDirectory Directory { get; }

    /// <summary>The stored keys.</summary>
    public KeyStore Keys { get; }

    /// <summary>The user's aliases.</summary>
    public AliasStore Aliases { get; }

    /// <summary>The default models.</summary>
    public DefaultModels Defaults { get; }

    /// <summary>The default options of models; the command line applies them, the library does not.</summary>
    public ModelOptionStore ModelOptions { get; }

    /// <summary>The user's settings.</summary>
    public SettingStore Settings { get; }

    /// <summary>What models get from the host.</summary>
    public ModelEnvironment Environment { get; }

    /// <summary>The plugins, in the order in which they register.</summary>
    public IReadOnlyList<IPlugin> Plugins { get; }

    /// <summary>The plugins that do not come with the tool.</summary>
    public IReadOnlyList<IPlugin> AddedPlugins { get; }

    /// <summary>Fetches addresses.</summary>
    public WebContent Web { get; }

    /// <summary>The templates.</summary>
    public TemplateStore Templates { get; }

    /// <summary>The language models.</summary>
    /// <exception cref="LlmException">A file that lists models or aliases is broken.</exception>
    public ModelCatalog Models => WhileAlive(models).Value;

    /// <summary>The embedding models.</summary>
    public IReadOnlyList<RegisteredEmbeddingModel> EmbeddingModels => WhileAlive(embeddingModels).Value;

    /// <summary>The tools and toolboxes.</summary>
    public ToolCatalog Tools => WhileAlive(tools).Value;

    /// <summary>The template loaders by prefix.</summary>
    public IReadOnlyDictionary<string, RegisteredLoader<TemplateLoader>> TemplateLoaders => WhileAlive(templateLoaders).Value;

    /// <summary>The fragment loaders by prefix.</summary>
    public IReadOnlyDictionary<string, RegisteredLoader<FragmentLoader>> FragmentLoaders => WhileAlive(fragmentLoaders).Value;

    /// <summary>Makes a host.</summary>
    public static LlmHost Create(LlmHostOptions? options = null) => new(options ?? new LlmHostOptions());

    /// <summary>Closes the host's connections: answers that have begun go on, requests that still wait for one fail.</summary>
    public void Dispose()
    {
        disposed = true;
        if (http.IsValueCreated) http.Value.Dispose();
    }

    private HttpClient Client() => WhileAlive(clientForRequest)?.Invoke() ?? http.Value;

    private T WhileAlive<T>(T part) => !disposed ? part : throw new ObjectDisposedException(
        nameof(LlmHost), "This LlmHost was disposed: keep it alive as long as its models are used, or make a new one.");

    private ModelCatalog CreateCatalog() => new(registeredModels.Value, Aliases.Read());

    private List<RegisteredEmbeddingModel> CreateEmbeddingModels()
    {
        var aliases = Aliases.Read();
        return [.. registeredEmbeddingModels.Value.Select(model => AliasStore.Of(model.Model.Id, aliases) is { Count: > 0 } added
            ? model with { Aliases = [.. model.Aliases, .. added] }
            : model)];
    }

    private T Load<T>(T registry, Action<IPlugin, T> register)
    {
        foreach (var plugin in Plugins) register(plugin, registry);
        return registry;
    }
}
