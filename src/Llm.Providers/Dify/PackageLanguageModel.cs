using Llm.Packages;
using Llm.Providers.Http;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Chat;
using Llm.Providers.OpenAI.Completions;

namespace Llm.Providers.Dify;

/// <summary>A model of a package whose server has OpenAI's interface; the code of the package is not needed.</summary>
internal sealed class PackageLanguageModel : ChatModel
{
    private readonly PackageModels source;
    private readonly CredentialScope scope;
    private readonly PackageModelEntry entry;
    private readonly bool isListed;
    private PackageModel? description;

    /// <summary>Creates the model.</summary>
    /// <param name="source">Where it was found.</param>
    /// <param name="scope">Its package, and whose credentials it uses: its own if a user added it.</param>
    /// <param name="entry">What the index, or the user who added it, says about it.</param>
    /// <param name="id">The id by which users choose it.</param>
    /// <param name="isListed">Whether lists show it.</param>
    public PackageLanguageModel(PackageModels source, CredentialScope scope, PackageModelEntry entry, string id, bool isListed)
        : base(SettingsOf(entry, id), source.Http)
    {
        (this.source, this.scope) = (source, scope);
        (this.entry, this.isListed) = (entry, isListed);
    }

    /// <summary>The rules of the package, or, for a model that a user added, what all servers with this interface take.</summary>
    public override IReadOnlyList<ModelOption> Options => field ??= IsAdded ? base.Options : PackageOptions.For(Description.Rules);

    /// <summary>Lists show the models of a package that is set up.</summary>
    public override bool IsListedWithoutKey => isListed;

    // A key that is not required is used where there is one. Of a package that is not set up, lists show no model.
    public override string? NeedsKey
    {
        get
        {
            if (scope.KeyField is not { } keyField) return isListed ? null : scope.KeyName;
            return keyField.IsRequired || !isListed || !string.IsNullOrEmpty(Services.Keys?.Find(scope.KeyName)) ? scope.KeyName : null;
        }
    }

    public override string? KeyEnvironmentVariable => null;

    public override ModelOrigin Origin => base.Origin with { Provider = Package.Name };

    private AddedPackage Package => scope.Package;

    /// <summary>Whether a user added the model, so that the package does not describe it.</summary>
    private bool IsAdded => scope.AddedModel is not null;

    private PackageModel Description => description ??= Package.Load(entry);

    public override Model WithName(string name) =>
        new PackageLanguageModel(source, scope, entry, name, isListed) { Services = Services };

    public override string ToString() => $"{Package.Title}: {Id}";

    protected internal override async Task<ProviderRequest> CreateRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken)
    {
        var credentials = source.Credentials.Of(scope, context.Key);
        if (!PackageEndpoints.Knows(Package.Name, entry.Type, credentials.GetValueOrDefault(PackageCredentials.Address)))
        {
            throw new LlmException(
                $"{Package.Title} has an interface of its own, which only the Python code of its package speaks. If there is a server with "
                + $"OpenAI's interface for {entry.Name}, name it: llm providers configure {Package.Name} --set endpoint_url https://…");
        }

        var settings = Settings with
        {
            ApiBase = PackageEndpoints.BaseOf(Package.Name, entry.Type, credentials) ?? throw new LlmException(
                $"The address of {Package.Title} is not known. Run: llm providers configure {Package.Name} --set endpoint_url URL"),
            Name = credentials.GetValueOrDefault("endpoint_model_name") ?? entry.Name,
        };
        var request = entry.IsCompletion
            ? CompletionRequest.Create(prompt, context, settings)
            : await ChatRequest.CreateAsync(prompt, context, settings, Http, cancellationToken);
        if (!IsAdded) PackageOptions.Place(Description.Rules, request.Body!, Id);
        return request;
    }

    protected internal override AnswerReader CreateReader(Prompt prompt, ModelContext context) =>
        entry.IsCompletion ? new CompletionReader(context) : base.CreateReader(prompt, context);

    private static OpenAIModelSettings SettingsOf(PackageModelEntry entry, string id) => new()
    {
        Id = id,
        Name = entry.Name,
        Vision = entry.Features.Contains("vision"),
        Audio = entry.Features.Contains("audio"),
        SupportsSchema = entry.Features.Contains("structured-output"),
        SupportsTools = entry.Features.Contains("tool-call") || entry.Features.Contains("multi-tool-call"),
    };
}
