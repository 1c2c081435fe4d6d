using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>An embedding model that uses an embedding generator.</summary>
internal sealed class GeneratorEmbeddingModel(
    IEmbeddingGenerator<string, Embedding<float>> generator, string id, EmbeddingGeneratorModelSettings settings) : EmbeddingModel(id)
{
    public override int BatchSize => settings.BatchSize;

    public override ModelOrigin Origin => generator.GetService<EmbeddingGeneratorMetadata>() is { } metadata
        ? new(settings.ModelId ?? metadata.DefaultModelId ?? Id, metadata.ProviderName, metadata.ProviderUri)
        : new(settings.ModelId ?? Id);

    protected override async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken)
    {
        var options = new EmbeddingGenerationOptions { ModelId = settings.ModelId, Dimensions = settings.Dimensions };
        GeneratedEmbeddings<Embedding<float>> embeddings;
        try
        {
            embeddings = await generator.GenerateAsync(texts, options, cancellationToken);
        }
        catch (Exception ex) when (ex is not LlmException)
        {
            throw ClientErrors.Of(ex, Id, settings.Secret, cancellationToken);
        }

        return embeddings.Count == texts.Count
            ? [.. embeddings.Select(embedding => embedding.Vector)]
            : throw new LlmException($"The generator of {Id} returned {embeddings.Count} embeddings for {texts.Count} texts.");
    }
}
