using System.Text.Json.Nodes;
using Llm.Providers.OpenAI.Embeddings;

namespace Llm.Providers.Dify;

/// <summary>A model of a package that turns texts into vectors, whose server has OpenAI's interface.</summary>
/// <remarks>
/// A text that is too long is sent as it is: Dify's base class cuts it by an estimate of its tokens, so that its end has no part in the
/// vector and nobody is warned. <see cref="InputLimit"/> lets a caller choose what happens to it.
/// </remarks>
/// <param name="runner">What created it.</param>
/// <param name="model">The model.</param>
internal sealed class PackageEmbeddingModel(NativeRunner runner, PackageModelUse model) : EmbeddingModel(model.Id)
{
    public override bool IsListedWithoutKey => model.IsListed;

    public override string? NeedsKey => model.KeyName(Services);

    /// <summary>One text at a time where the package does not say it, as in Dify.</summary>
    public override int BatchSize => model.Number("max_chunks") ?? 1;

    public override int? InputLimit => model.Number("context_size");

    public override ModelOrigin Origin => new(model.Entry.Name, model.Package.Name);

    public override string ToString() => model.Label;

    public override async Task<ReadOnlyMemory<float>> EmbedQueryAsync(
        string text, string? key = null, CancellationToken cancellationToken = default) =>
        (await AskAsync([text], isQuery: true, key, cancellationToken))[0];

    protected override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken) =>
        AskAsync(texts, isQuery: false, key, cancellationToken);

    private Task<IReadOnlyList<ReadOnlyMemory<float>>> AskAsync(
        IReadOnlyList<string> texts, bool isQuery, string? key, CancellationToken cancellationToken)
    {
        var resolved = model.ResolveKey(Services, key);
        var credentials = model.CredentialsWith(resolved);
        var server = new OpenAIEmbeddingModel(NativeRunner.ServerOf(model, credentials), new EmbeddingSettings(), runner.Http)
        {
            Services = Services,
        };
        var members = PackageEndpoints.EmbeddingMembers(model.Package.Name, model.Entry.Name, isQuery)?.DeepClone() as JsonObject ?? [];
        if (credentials.GetValueOrDefault("encoding_format") is "float") members["encoding_format"] = "float";
        if (credentials.GetValueOrDefault(isQuery ? "query_prefix" : "document_prefix") is { Length: > 0 } prefix)
        {
            var prefixed = new List<string>(texts.Count);
            foreach (var text in texts) prefixed.Add($"{prefix} {text}");
            texts = prefixed;
        }

        return server.AskAsync(texts, members, resolved, cancellationToken);
    }
}
