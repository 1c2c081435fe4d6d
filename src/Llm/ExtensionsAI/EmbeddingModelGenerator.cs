using Microsoft.Extensions.AI;

namespace Llm.ExtensionsAI;

/// <summary>An embedding generator that uses an embedding model.</summary>
internal sealed class EmbeddingModelGenerator(EmbeddingModel model, string? key) : IEmbeddingGenerator<string, Embedding<float>>
{
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        Check(options);
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        await foreach (var vector in model.EmbedManyAsync(values, key: key, cancellationToken: cancellationToken))
        {
            embeddings.Add(new Embedding<float>(vector) { ModelId = model.Id, CreatedAt = model.Services.Clock.GetUtcNow() });
        }

        return embeddings;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata))
            return new EmbeddingGeneratorMetadata(model.Origin.Provider ?? model.GetType().Name, model.Origin.Server, model.Id);
        return serviceType.IsInstanceOfType(this) ? this : serviceType.IsInstanceOfType(model) ? model : null;
    }

    public void Dispose()
    {
        // The model belongs to its host.
    }

    private void Check(EmbeddingGenerationOptions? options)
    {
        var problem = options switch
        {
            { ModelId: { } id } when id != model.Id =>
                $"This generator uses {model.Id}, not {id}: create one from that model, or leave out ModelId.",
            { Dimensions: not null } => $"{model.Id} has no option for Dimensions: choose a model with vectors of that length.",
            { AdditionalProperties: { Count: > 0 } more } =>
                $"{model.Id} has no option {more.First().Key}: leave it out of AdditionalProperties.",
            { RawRepresentationFactory: not null } => "RawRepresentationFactory has no effect here: leave it out.",
            _ => null,
        };
        if (problem is not null) throw new LlmException(problem);
    }
}
