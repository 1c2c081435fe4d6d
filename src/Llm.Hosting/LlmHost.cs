using Llm.Packages;
using Llm.Plugins;
using Llm.Providers.Dify;
using Llm.Providers.Http;
using Llm.Providers.Ollama;
using Llm.Providers.OpenAICompatible;

namespace Llm;

/// <summary>The entry point of the library: gives access to the user directory, the plugins and everything that they register.</summary>
/// <remarks>
/// A host is thread-safe, and a program needs only one for any number of concurrent prompts. Each registry is filled at its first use, so
/// that creating a host costs little. Dispose the host to close its connections; after that, the host and its models throw
/// <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed partial class LlmHost : IDisposable
{
    private readonly Lazy<HttpClient> http;
    private readonly Func<HttpClient>? clientForRequest;
    private readonly string? defaultModel;
    private readonly string? defaultEmbeddingModel;
    private readonly Lazy<KeyStoreRegistry> keyStores;
    private readonly ProviderPresets presets;
    private readonly PresetModels presetModels;
    private readonly PackageModels packageModels;
    private readonly InstalledPlugins? installed;
    private readonly List<IPlugin> ownPlugins;
    private readonly IReadOnlyList<IPlugin> givenPlugins;
    // Its models are in a file, which is read only for a list or a name that no other built-in plugin has.
    private readonly OllamaPlugin? ollama;
    private readonly Lazy<ModelRegistry> ownModels;
    private volatile Lazy<ModelRegistry> registeredModels;
    private volatile Lazy<EmbeddingModelRegistry> registeredEmbeddingModels;
    private volatile Lazy<ToolCatalog> tools;
    private volatile Lazy<LoaderRegistry<TemplateLoader>> templateLoaders;
    private volatile Lazy<LoaderRegistry<FragmentLoader>> fragmentLoaders;
    private volatile Lazy<ModelCatalog> ownCatalog;
    private volatile Lazy<ModelCatalog> models;
    private volatile Lazy<IReadOnlyList<RegisteredEmbeddingModel>> embeddingModels;
    private volatile Lazy<IReadOnlyList<RegisteredEmbeddingModel>> listedEmbeddingModels;
    private volatile bool disposed;
    private TextWriter? httpTrace;

    private LlmHost(LlmHostOptions options)
    {
        Directory = options.Directory ?? UserDirectory.Resolve();
        Keys = new KeyStore(Directory);
        keyStores = new(RegisterKeyStores);
        pluginPackages = new(RegisterPackages);
        Aliases = new AliasStore(Directory);
        Defaults = new DefaultModels(Directory);
        ModelOptions = new ModelOptionStore(Directory);
        Settings = new SettingStore(Directory);
        var storedKeys = new StoredKeys(Keys, keyStores);
        PackageCredentials = new PackageCredentials(Directory, storedKeys);
        Services = new ModelServices
        {
            Clock = options.Clock,
            Ids = new UlidGenerator(options.Clock),
            Keys = storedKeys,
            PackageCredentials = PackageCredentials,
            FindModel = FindModel,
            Limits =
                new(() => options.Limits ?? new RequestLimits
                {
                    Timeout = Settings.Get(Setting.Timeout),
                    IdleTimeout = Settings.Get(Setting.IdleTimeout),
                    Retries = Settings.Get(Setting.Retries),
                }),
            Observer = ObserverGroup.Of(options),
        };
        defaultModel = options.DefaultModel;
        defaultEmbeddingModel = options.DefaultEmbeddingModel;
        EmbeddingsDatabase = options.EmbeddingsDatabase ?? Directory.EmbeddingsDatabase;
        httpTrace = options.HttpTrace;
        http = new(options.CreateHttpClient ?? (() => ProviderHttp.CreateClient(new ProviderHttpOptions
        {
            Trace = httpTrace,
            Spans = options.Telemetry,
            RootHints = options.RememberRoots ? Directory.RootHints : null,
            ConnectTimeout = Settings.Get(Setting.ConnectTimeout),
            CertificateFile = Settings.Get(Setting.CertificateFile),
        })));
        clientForRequest = options.ClientForRequest;
        installed = options.InstalledPlugins ? new InstalledPlugins(Directory, options.LoadPlugins, options.PluginWarning) : null;
        givenPlugins = [.. options.Plugins];
        presets = new ProviderPresets(Directory);
        presetModels = new PresetModels(Directory, presets, Client);
        Packages = new PackageStore(Directory);
        packageModels = new PackageModels(Packages, PackageCredentials, IsProvider, Client);
        ownPlugins = BuiltInPlugins.Create(Directory, Client, Services, Settings, presetModels, packageModels, options);
        ollama = ownPlugins.OfType<OllamaPlugin>().FirstOrDefault();
        ownModels = new(() => RegisterModels(ownPlugins.Where(plugin => plugin != ollama)));
        pluginWarning = options.PluginWarning;
        FillOnDemand();
        Web = new WebContent(Client);
        Templates = new TemplateStore(Directory, Web, () => TemplateLoaders);
    }

    /// <summary>The user directory.</summary>
    public UserDirectory Directory { get; }

    /// <summary>The API keys that are stored in the user directory.</summary>
    public KeyStore Keys { get; }

    /// <summary>
    /// The key stores by name: <c>command</c> and <c>system</c>, then those of plugins. <see cref="ModelServices.Keys"/> of
    /// <see cref="Services"/> asks them for what <see cref="Keys"/> lacks.
    /// </summary>
    public IReadOnlyDictionary<string, RegisteredKeyStore> KeyStores => NotDisposed(keyStores).Value.Stores;

    /// <summary>The aliases that the user set.</summary>
    public AliasStore Aliases { get; }

    /// <summary>The default model and the default embedding model.</summary>
    public DefaultModels Defaults { get; }

    /// <summary>The default options of models. The command line applies them; the library does not.</summary>
    public ModelOptionStore ModelOptions { get; }

    /// <summary>The user's settings.</summary>
    public SettingStore Settings { get; }

    /// <summary>What models cost; read when it is first asked for.</summary>
    /// <exception cref="LlmException">The user's <c>prices.yaml</c> is not valid.</exception>
    public PriceTable Prices => field ??= PriceTable.Load(Directory, PriceInPackage);

    /// <summary>The clock, keys, limits and observer that the host gives to its models.</summary>
    public ModelServices Services { get; }

    /// <summary>All plugins, in the order in which they register.</summary>
    public IReadOnlyList<IPlugin> Plugins => field ??= [.. ownPlugins, .. AddedPlugins];

    /// <summary>
    /// The plugins that the user installed, if <see cref="LlmHostOptions.InstalledPlugins"/> asks for them, and those that
    /// <see cref="LlmHostOptions.Plugins"/> added.
    /// </summary>
    public IReadOnlyList<IPlugin> AddedPlugins => field ??= [.. installed?.All ?? [], .. givenPlugins];

    /// <summary>Fetches text and bytes from URLs.</summary>
    public WebContent Web { get; }

    /// <summary>The templates in the user directory and those of template loaders.</summary>
    public TemplateStore Templates { get; }

    /// <summary>The language models.</summary>
    /// <exception cref="LlmException">A file that lists models or aliases is not valid.</exception>
    public ModelCatalog Models => NotDisposed(models).Value;

    /// <summary>
    /// Those of <see cref="Models"/> that listings show: all but the models of providers whose key is neither in <see cref="Keys"/> nor in
    /// the environment (<see cref="KeyModel.IsListedWithoutKey"/>).
    /// </summary>
    /// <remarks>The keys are looked up each time.</remarks>
    /// <inheritdoc cref="Models" path="/exception"/>
    public ModelCatalog ListedModels
    {
        get
        {
            var keys = new FoundKeys(Keys, Directory);
            return Models.Where(model => model.Model is not KeyModel { IsListedWithoutKey: false } key
                || keys.Has(key.NeedsKey, key.KeyEnvironmentVariable));
        }
    }

    /// <summary>Those of <see cref="Models"/> that can answer: they need no key, or it is there.</summary>
    /// <remarks>The keys are looked up each time.</remarks>
    /// <inheritdoc cref="Models" path="/exception"/>
    public ModelCatalog UsableModels
    {
        get
        {
            var keys = new FoundKeys(Keys, Directory);
            return Models.Where(model =>
                model.Model is not KeyModel { NeedsKey: { } name } key || keys.Has(name, key.KeyEnvironmentVariable));
        }
    }

    /// <summary>
    /// The embedding models with their aliases; after them, those that sources know. A source may find further ones by name.
    /// </summary>
    /// <exception cref="LlmException">A file that lists models or aliases is not valid.</exception>
    public IReadOnlyList<RegisteredEmbeddingModel> EmbeddingModels => NotDisposed(listedEmbeddingModels).Value;

    /// <summary>Those of <see cref="EmbeddingModels"/> that listings show, by the rule of <see cref="ListedModels"/>.</summary>
    /// <inheritdoc cref="Models" path="/exception"/>
    public IReadOnlyList<RegisteredEmbeddingModel> ListedEmbeddingModels
    {
        get
        {
            var keys = new FoundKeys(Keys, Directory);
            return
            [
                .. EmbeddingModels.Where(model => model.Model.IsListedWithoutKey
                    || keys.Has(model.Model.NeedsKey, model.Model.KeyEnvironmentVariable)),
            ];
        }
    }

    /// <summary>The Ollama server; null if <see cref="LlmHostOptions.LoadPlugins"/> leaves it out.</summary>
    public OllamaServer? Ollama => ollama?.Server;

    /// <summary>The path of the database of collections of embeddings.</summary>
    public string EmbeddingsDatabase { get; }

    /// <summary>The tools and toolboxes.</summary>
    public ToolCatalog Tools => NotDisposed(tools).Value;

    /// <summary>The template loaders by prefix.</summary>
    public IReadOnlyDictionary<string, RegisteredLoader<TemplateLoader>> TemplateLoaders => NotDisposed(templateLoaders).Value.Loaders;

    /// <summary>The fragment loaders by prefix.</summary>
    public IReadOnlyDictionary<string, RegisteredLoader<FragmentLoader>> FragmentLoaders => NotDisposed(fragmentLoaders).Value.Loaders;

    /// <summary>Creates a host.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    public static LlmHost Create(LlmHostOptions? options = null) => new(options ?? new LlmHostOptions());

    /// <summary>Traces HTTP requests and responses, without keys, as <see cref="LlmHostOptions.HttpTrace"/> does.</summary>
    /// <param name="output">The writer that receives the trace.</param>
    /// <remarks>Call it before the first request; it has no effect on a client that the program supplied.</remarks>
    public void TraceHttp(TextWriter output) => httpTrace = output;

    /// <summary>
    /// Closes the host's connections and ends the processes of packages. Answers that have started over HTTP continue; requests that are
    /// still waiting for an answer fail.
    /// </summary>
    public void Dispose()
    {
        disposed = true;
        packageModels.Dispose();
        if (http.IsValueCreated) http.Value.Dispose();
    }

    private HttpClient Client() => NotDisposed(clientForRequest)?.Invoke() ?? http.Value;

    private T NotDisposed<T>(T part) => !disposed ? part : throw new ObjectDisposedException(
        nameof(LlmHost), "This LlmHost was disposed: keep it alive as long as its models are used, or create a new one.");

    private ModelCatalog CreateCatalog(ModelRegistry registry) => new(registry, Aliases.Read());

    private List<RegisteredEmbeddingModel> WithAliases(IEnumerable<RegisteredEmbeddingModel> registered)
    {
        var aliases = Aliases.Read();
        return
        [
            .. registered.Select(model => AliasStore.NamesOf(model.Model.Id, aliases) is { Count: > 0 } added
                ? model with { Aliases = [.. model.Aliases, .. added] }
                : model),
        ];
    }
}
