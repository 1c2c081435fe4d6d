namespace Llm.Providers.Dify;

/// <summary>A model that reads texts aloud and that an invoker runs.</summary>
/// <param name="model">The model.</param>
/// <param name="invoker">Runs it.</param>
internal sealed class InvokedSpeechModel(InvokedModel model, TextToSpeechInvoker invoker) : SpeechModel(model.Id)
{
    public override string? NeedsKey => model.KeyName(Services);

    public override bool IsListedWithoutKey => false;

    public override string ToString() => model.Label;

    protected override Task<SpeechResult> ReadAloudAsync(SpeechRequest request, string? key, CancellationToken cancellationToken)
    {
        var call = model.Call(Services, key);
        var voices = PackageVoices.Of(model.Description);
        var asked = request.Voice is null && voices.Count > 0 ? request with { Voice = voices[0].Name } : request;
        return model.RunAsync(invoker, call, () => invoker.InvokeAsync(call, asked, cancellationToken), cancellationToken);
    }

    protected override Task<IReadOnlyList<SpeechVoice>> FindVoicesAsync(string? key, CancellationToken cancellationToken) =>
        Task.FromResult(PackageVoices.Of(model.Description));
}
