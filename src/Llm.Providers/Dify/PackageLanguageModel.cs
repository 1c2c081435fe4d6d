using Llm.Packages;
using Llm.Providers.Http;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Chat;
using Llm.Providers.OpenAI.Completions;

namespace Llm.Providers.Dify;

/// <summary>A model of a package that answers prompts, whose server has OpenAI's interface.</summary>
/// <param name="runner">What created it.</param>
/// <param name="model">The model.</param>
internal sealed class PackageLanguageModel(NativeRunner runner, PackageModelUse model)
    : ChatModel(SettingsOf(model.Entry, model.Id), runner.Http)
{
    /// <summary>The rules of the package, or, for a model that a user added, what all servers with this interface take.</summary>
    public override IReadOnlyList<ModelOption> Options =>
        field ??= model.Description is { } description ? PackageOptions.For(description.Rules) : base.Options;

    /// <summary>Lists show the models of a package that is set up.</summary>
    public override bool IsListedWithoutKey => model.IsListed;

    public override string? NeedsKey => model.KeyName(Services);

    public override string? KeyEnvironmentVariable => null;

    public override ModelOrigin Origin => base.Origin with { Provider = model.Package.Name };

    public override Model WithName(string name) => new PackageLanguageModel(runner, model.WithId(name)) { Services = Services };

    public override string ToString() => model.Label;

    protected internal override async Task<ProviderRequest> CreateRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken)
    {
        if (model.Entry.Features.Contains("polling"))
        {
            throw new LlmException(
                $"{Id} makes its answer in a long job, which has to be asked for again and again; that is not supported. "
                + "Use another model.");
        }

        var server = NativeRunner.ServerOf(model, model.CredentialsWith(context.Key));
        var settings = Settings with { ApiBase = server.ApiBase, Name = server.Name };
        var request = model.Entry.IsCompletion
            ? CompletionRequest.Create(prompt, context, settings)
            : await ChatRequest.CreateAsync(prompt, context, settings, Http, cancellationToken);
        if (model.Description is { } description) PackageOptions.Place(description.Rules, request.Body!, Id);
        return request;
    }

    protected internal override AnswerReader CreateReader(Prompt prompt, ModelContext context) =>
        model.Entry.IsCompletion ? new CompletionReader(context) : base.CreateReader(prompt, context);

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
