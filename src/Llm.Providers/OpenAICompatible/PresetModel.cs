using Llm.Providers.Http;
using Llm.Providers.OpenAI.Chat;

namespace Llm.Providers.OpenAICompatible;

/// <summary>A chat model of a compatible server.</summary>
internal sealed class PresetModel : ChatModel
{
    private readonly ProviderPreset preset;
    private readonly IReadOnlyList<PresetOption> own;

    public PresetModel(ProviderPreset preset, string name, Func<HttpClient> http)
        : base(preset.Settings(name), http)
    {
        this.preset = preset;
        // A list of hundreds of models needs no merged options; a mistake in a description is an error when a model is made.
        own = preset.Options;
    }

    public override IReadOnlyList<ModelOption> Options => field ??=
    [
        .. base.Options.Where(option => own.All(other => other.Option.Name != option.Name)), .. own.Select(option => option.Option),
    ];

    public override bool IsListedWithoutKey => false;

    public override string? KeyEnvironmentVariable => ApiKeys.VariableOf(preset.KeyVariables);

    public override IReadOnlyList<string> KeyEnvironmentVariables => preset.KeyVariables;

    public override Model WithName(string name) => new PresetModel(preset, name, Http) { Services = Services };

    public override string ToString() => $"{preset.Title}: {Id}";

    protected internal override async Task<ProviderRequest> CreateRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken)
    {
        var request = await base.CreateRequestAsync(prompt, context, cancellationToken);
        foreach (var option in own) option.Place(request.Body!);
        return request;
    }
}
