using Llm.Providers.OpenAI.Tasks;

namespace Llm.Providers.Dify;

/// <summary>A model of a package that writes down speech, whose server has OpenAI's interface.</summary>
/// <param name="runner">What created it.</param>
/// <param name="model">The model.</param>
internal sealed class PackageTranscriptionModel(NativeRunner runner, PackageModelUse model) : TranscriptionModel(model.Id)
{
    public override bool IsListedWithoutKey => model.IsListed;

    public override string? NeedsKey => model.KeyName(Services);

    // The servers decide; packages do not say it.
    public override bool SupportsSegments => true;

    public override string ToString() => model.Label;

    protected override Task<TranscriptionResult> ListenAsync(
        TranscriptionRequest request, string? key, CancellationToken cancellationToken)
    {
        var resolved = model.ResolveKey(Services, key);
        var credentials = model.CredentialsWith(resolved);
        var server = new OpenAITranscriptionModel(
            NativeRunner.ServerOf(model, credentials), new TranscriptionSettings { Limit = model.Number("file_upload_limit") }, runner.Http)
        {
            Services = Services,
        };
        var asked = request with
        {
            Language = request.Language ?? credentials.GetValueOrDefault("language"),
            Prompt = request.Prompt ?? credentials.GetValueOrDefault("initial_prompt"),
        };
        return server.TranscribeAsync(asked, resolved, cancellationToken);
    }
}
