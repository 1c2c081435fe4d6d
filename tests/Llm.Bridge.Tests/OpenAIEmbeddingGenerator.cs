using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Embeddings;

namespace Llm.Bridge.Tests;

/// <summary>An embedding generator over OpenAI's own package, as small as the tests allow.</summary>
internal sealed class OpenAIEmbeddingGenerator(string model, string key, Uri endpoint) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingClient client = new(model, new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = endpoint });

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, Microsoft.Extensions.AI.EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var sent = new OpenAI.Embeddings.EmbeddingGenerationOptions { Dimensions = options?.Dimensions };
        OpenAIEmbeddingCollection made = await client.GenerateEmbeddingsAsync(values, sent, cancellationToken);
        return [.. made.Select(embedding => new Embedding<float>(embedding.ToFloats()))];
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
