using Llm.Providers.Http;
using Llm.Providers.OpenAI.Chat;

namespace Llm.Providers.OpenAICompatible;

/// <summary>A chat model of a compatible server.</summary>
internal sealed class PresetModel : ChatModel
{
    private readonly ProviderPreset preset;

    public PresetModel(ProviderPreset preset, string name, Func<HttpClient> http)
        : base(preset.Settings(name), http)
    {
        this.preset = preset;
        Options = [.. base.Options.Where(option => preset.Options.All(own => own.Option.Name != option.Name)),
            .. preset.Options.Select(own => own.Option)];
    }

    public override IReadOnlyList<ModelOption> Options { get; }

    public override bool IsListedWithoutKey => false;

    public override string? KeyEnvironmentVariable => ApiKeys.VariableOf(preset.KeyVariables);

    public override IReadOnlyList<string> KeyEnvironmentVariables => preset.KeyVariables;

    public override Model WithName(string name) => new PresetModel(preset, name, Http) { Services = Services };

    public override string ToString() => $"{preset.Title}: {Id}";

    protected internal override async Task<ProviderRequest> CreateRequestAsync(
        Prompt prompt, ModelContext context, CancellationToken cancellationToken)
    {
        var request = await base.CreateRequestAsync(prompt, context, cancellationToken);
        foreach (var option in preset.Options) option.Place(request.Body!);
        return request;
    }
}
