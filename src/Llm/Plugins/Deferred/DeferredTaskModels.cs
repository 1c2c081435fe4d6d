namespace Llm;

/// <summary>A model for a task as its plugin described it when it was installed.</summary>
/// <param name="Id">The id.</param>
/// <param name="Label">The label of listings.</param>
/// <param name="Key">The name of the stored key; null if none is needed.</param>
/// <param name="KeyVariable">The environment variable that may hold the key; null if there is none.</param>
internal sealed record DescribedTask(string Id, string Label, string? Key, string? KeyVariable);

/// <summary>A reranking model of an installed plugin; the plugin is loaded when the model is used.</summary>
internal sealed class DeferredRerankModel(DescribedTask described, Func<RerankModel> load) : RerankModel(described.Id)
{
    private readonly Lazy<RerankModel> loaded = new(load);

    public override string? NeedsKey => described.Key;

    public override string? KeyEnvironmentVariable => described.KeyVariable;

    internal override TaskModel Loaded => loaded.Value;

    public override string ToString() => described.Label;

    protected override async Task<IReadOnlyList<RankedDocument>> RankAsync(
        RerankRequest request, string? key, CancellationToken cancellationToken) =>
        (await loaded.Value.RerankAsync(request, key, cancellationToken)).Documents;
}

/// <summary>A moderation model of an installed plugin; the plugin is loaded when the model is used.</summary>
internal sealed class DeferredModerationModel(DescribedTask described, Func<ModerationModel> load) : ModerationModel(described.Id)
{
    private readonly Lazy<ModerationModel> loaded = new(load);

    public override string? NeedsKey => described.Key;

    public override string? KeyEnvironmentVariable => described.KeyVariable;

    internal override TaskModel Loaded => loaded.Value;

    public override string ToString() => described.Label;

    protected override Task<ModerationResult> CheckAsync(
        ModerationRequest request, string? key, CancellationToken cancellationToken) =>
        loaded.Value.ModerateAsync(request, key, cancellationToken);
}

/// <summary>A transcription model of an installed plugin; the plugin is loaded when the model is used.</summary>
internal sealed class DeferredTranscriptionModel(DescribedTask described, Func<TranscriptionModel> load)
    : TranscriptionModel(described.Id)
{
    private readonly Lazy<TranscriptionModel> loaded = new(load);

    public override string? NeedsKey => described.Key;

    public override string? KeyEnvironmentVariable => described.KeyVariable;

    public override bool SupportsSegments => loaded.Value.SupportsSegments;

    internal override TaskModel Loaded => loaded.Value;

    public override string ToString() => described.Label;

    protected override Task<TranscriptionResult> ListenAsync(
        TranscriptionRequest request, string? key, CancellationToken cancellationToken) =>
        loaded.Value.TranscribeAsync(request, key, cancellationToken);
}

/// <summary>A speech model of an installed plugin; the plugin is loaded when the model is used.</summary>
internal sealed class DeferredSpeechModel(DescribedTask described, Func<SpeechModel> load) : SpeechModel(described.Id)
{
    private readonly Lazy<SpeechModel> loaded = new(load);

    public override string? NeedsKey => described.Key;

    public override string? KeyEnvironmentVariable => described.KeyVariable;

    public override IReadOnlyList<string> Formats => loaded.Value.Formats;

    internal override TaskModel Loaded => loaded.Value;

    public override string ToString() => described.Label;

    protected override Task<SpeechResult> ReadAloudAsync(SpeechRequest request, string? key, CancellationToken cancellationToken) =>
        loaded.Value.SpeakAsync(request, key, cancellationToken);

    protected override Task<IReadOnlyList<SpeechVoice>> FindVoicesAsync(string? key, CancellationToken cancellationToken) =>
        loaded.Value.ListVoicesAsync(language: null, key, cancellationToken);
}
