using Llm.Packages;
using Llm.Providers.Http;

namespace Llm.Providers.Dify;

/// <summary>
/// The base class of plugins that are packages of models in C#: the YAML of the package describes the models, and an invoker for each type
/// runs them. It registers all models; users set the package up with <c>llm providers configure</c>.
/// </summary>
/// <remarks>One instance serves all calls at once, and so do its invokers.</remarks>
public abstract class PackagedProvider : IPlugin
{
    // Registering must be quick: the client is created with the first call.
    private readonly Lazy<HttpClient> http = new(() => ProviderHttp.CreateClient());
    private readonly AddedPackage package;

    /// <summary>Creates the provider of a package.</summary>
    /// <param name="description">
    /// The package, usually read by <see cref="ModelPackage.LoadResources"/> from the resources of the assembly.
    /// </param>
    protected PackagedProvider(ModelPackage description)
    {
        ArgumentNullException.ThrowIfNull(description);
        Description = description;
        package = new AddedPackage(description);
    }

    /// <summary>The name that listings of plugins show: that of the package.</summary>
    public virtual string Name => Description.Manifest.Name;

    /// <summary>What the YAML of the package says.</summary>
    public ModelPackage Description { get; }

    /// <summary>Lists depend on the models that a user adds, if the package takes any.</summary>
    public virtual RegistrationRefresh? Refresh => Description.Provider.ModelForm is null
        ? null
        : new RegistrationRefresh { Files = [PackageCredentials.FileIn(UserDirectory.Resolve())] };

    /// <summary>Runs the language models; null if the package has none.</summary>
    protected internal virtual LanguageModelInvoker? LanguageModels => null;

    /// <summary>Runs the models that turn texts into vectors; null if the package has none.</summary>
    protected internal virtual TextEmbeddingInvoker? TextEmbeddings => null;

    /// <summary>Runs the models that sort texts; null if the package has none.</summary>
    protected internal virtual RerankInvoker? Rerankers => null;

    /// <summary>Runs the models that check texts; null if the package has none.</summary>
    protected internal virtual ModerationInvoker? Moderators => null;

    /// <summary>Runs the models that write down speech; null if the package has none.</summary>
    protected internal virtual SpeechToTextInvoker? Transcribers => null;

    /// <summary>Runs the models that read texts aloud; null if the package has none.</summary>
    protected internal virtual TextToSpeechInvoker? Speakers => null;

    /// <summary>The client for requests, which belongs to the provider.</summary>
    protected internal virtual HttpClient Http => http.Value;

    /// <summary>
    /// Checks the credentials of the provider, by asking it for something small. It asks the invoker of the first model for it unless it is
    /// overridden.
    /// </summary>
    /// <param name="credentials">The credentials, by variable.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="CredentialsValidateFailedException">The provider does not take them.</exception>
    protected internal virtual Task ValidateCredentialsAsync(
        IReadOnlyDictionary<string, string> credentials, CancellationToken cancellationToken)
    {
        foreach (var model in Description.Provider.Models)
            if (InvokerOf(model.Type) is { } invoker)
                return invoker.ValidateCredentialsAsync(new ModelCall(this, model, credentials), cancellationToken);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void RegisterPackages(PackageRegistry packages)
    {
        ArgumentNullException.ThrowIfNull(packages);
        packages.Add(Description, CheckAsync);
    }

    /// <inheritdoc/>
    public void RegisterModels(ModelRegistry models)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (LanguageModels is not { } invoker) return;
        foreach (var use in UsesOf(PackageModelType.Llm, models.Services)) models.Add(new InvokedLanguageModel(use, invoker));
    }

    /// <inheritdoc/>
    public void RegisterEmbeddingModels(EmbeddingModelRegistry models)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (TextEmbeddings is not { } invoker) return;
        foreach (var use in UsesOf(PackageModelType.TextEmbedding, models.Services)) models.Add(new InvokedEmbeddingModel(use, invoker));
    }

    /// <inheritdoc/>
    public void RegisterRerankModels(TaskModelRegistry<RerankModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (Rerankers is not { } invoker) return;
        foreach (var use in UsesOf(PackageModelType.Rerank, models.Services)) models.Add(new InvokedRerankModel(use, invoker));
    }

    /// <inheritdoc/>
    public void RegisterModerationModels(TaskModelRegistry<ModerationModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (Moderators is not { } invoker) return;
        foreach (var use in UsesOf(PackageModelType.Moderation, models.Services)) models.Add(new InvokedModerationModel(use, invoker));
    }

    /// <inheritdoc/>
    public void RegisterTranscriptionModels(TaskModelRegistry<TranscriptionModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (Transcribers is not { } invoker) return;
        foreach (var use in UsesOf(PackageModelType.SpeechToText, models.Services)) models.Add(new InvokedTranscriptionModel(use, invoker));
    }

    /// <inheritdoc/>
    public void RegisterSpeechModels(TaskModelRegistry<SpeechModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (Speakers is not { } invoker) return;
        foreach (var use in UsesOf(PackageModelType.TextToSpeech, models.Services)) models.Add(new InvokedSpeechModel(use, invoker));
    }

    /// <summary>What the user gave for packages; a plugin that is only asked what it registers gets no services.</summary>
    internal static PackageCredentials CredentialsOf(ModelServices services) =>
        services.PackageCredentials ?? new PackageCredentials(UserDirectory.Resolve(), services.Keys);

    private ModelInvoker? InvokerOf(PackageModelType type) => type switch
    {
        PackageModelType.Llm => LanguageModels,
        PackageModelType.TextEmbedding => TextEmbeddings,
        PackageModelType.Rerank => Rerankers,
        PackageModelType.Moderation => Moderators,
        PackageModelType.SpeechToText => Transcribers,
        _ => Speakers,
    };

    /// <summary>The models of a type: those of the package, then those that a user added and that the invoker can describe.</summary>
    private List<InvokedModel> UsesOf(PackageModelType type, ModelServices services)
    {
        var uses = new List<InvokedModel>();
        var scope = new CredentialScope(package, type);
        foreach (var model in Description.Provider.Models)
            if (model.Type == type)
                uses.Add(new InvokedModel(this, scope, model));
        if (Description.Provider.ModelForm is null) return uses;
        var given = CredentialsOf(services);
        foreach (var added in given.AddedModels(package))
        {
            if (added.Type != type) continue;
            var own = new CredentialScope(package, type, added.Name);
            if (InvokerOf(type)!.DescribeModel(added.Name, given.Values(own)) is { } described)
                uses.Add(new InvokedModel(this, own, described));
        }

        return uses;
    }

    private async Task CheckAsync(
        CredentialScope scope, IReadOnlyDictionary<string, string> credentials, CancellationToken cancellationToken)
    {
        var described = scope.AddedModel is { } name ? InvokerOf(scope.Type)?.DescribeModel(name, credentials) : null;
        var checking = new InvokedModel(this, scope, described);
        try
        {
            if (scope.AddedModel is null) await ValidateCredentialsAsync(credentials, cancellationToken);
            else if (described is null)
                throw new CredentialsValidateFailedException($"there is no way to run the model {scope.AddedModel}");
            else await InvokerOf(scope.Type)!.ValidateCredentialsAsync(new ModelCall(this, described, credentials), cancellationToken);
        }
        catch (Exception ex) when (checking.ErrorOf(ex, InvokerOf(scope.Type), credentials, cancellationToken) is { } error)
        {
            throw error;
        }
    }
}
