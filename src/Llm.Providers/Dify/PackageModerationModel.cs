using Llm.Providers.OpenAI.Tasks;

namespace Llm.Providers.Dify;

/// <summary>A model of a package that checks texts, whose server has OpenAI's interface.</summary>
/// <param name="runner">What created it.</param>
/// <param name="model">The model.</param>
internal sealed class PackageModerationModel(NativeRunner runner, PackageModelUse model) : ModerationModel(model.Id)
{
    public override bool IsListedWithoutKey => model.IsListed;

    public override string? NeedsKey => model.KeyName(Services);

    public override string ToString() => model.Label;

    protected override Task<ModerationResult> CheckAsync(
        ModerationRequest request, string? key, CancellationToken cancellationToken)
    {
        var resolved = model.ResolveKey(Services, key);
        var settings = NativeRunner.ServerOf(model, model.CredentialsWith(resolved));
        var limits = new ModerationSettings
        {
            PartLength = model.Number("max_characters_per_chunk"),
            PartsInRequest = model.Number("max_chunks") ?? 1,
        };
        return new OpenAIModerationModel(settings, limits, runner.Http) { Services = Services }
            .ModerateAsync(request, resolved, cancellationToken);
    }
}
