namespace Llm.Providers.Dify;

/// <summary>A model that writes down speech and that an invoker runs.</summary>
/// <param name="model">The model.</param>
/// <param name="invoker">Runs it.</param>
internal sealed class InvokedTranscriptionModel(InvokedModel model, SpeechToTextInvoker invoker) : TranscriptionModel(model.Id)
{
    public override string? NeedsKey => model.KeyName(Services);

    public override bool IsListedWithoutKey => false;

    public override string ToString() => model.Label;

    protected override Task<TranscriptionResult> ListenAsync(
        TranscriptionRequest request, string? key, CancellationToken cancellationToken)
    {
        var call = model.Call(Services, key);
        return model.RunAsync(invoker, call, () => invoker.InvokeAsync(call, request, cancellationToken), cancellationToken);
    }
}
