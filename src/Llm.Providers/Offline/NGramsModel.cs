using Llm.Providers.Offline.NGrams;

namespace Llm.Providers.Offline;

/// <summary>Embeds texts by their words and the pieces of their words, without a network.</summary>
/// <remarks>
/// Texts are near each other if they use the same words, other forms of them, or words with the same parts; the model does not know
/// what words mean. Vectors have length 1, and are the same on each machine and in each version. Upper case, diacritics, punctuation and
/// the form of Unicode (composed or not) make no difference.
/// </remarks>
public sealed class NGramsModel : EmbeddingModel
{
    /// <summary>The dimensions of the model that is simply called <c>ngrams</c>.</summary>
    public const int DefaultDimensions = 512;

    /// <summary>Creates the model <c>ngrams</c>, or <c>ngrams-256</c> and so on for other dimensions.</summary>
    /// <param name="dimensions">
    /// The length of a vector, from 32 to 16,384. With fewer, unrelated texts become similar by chance.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The dimensions are not in this range.</exception>
    public NGramsModel(int dimensions = DefaultDimensions)
        : base(dimensions == DefaultDimensions ? "ngrams" : $"ngrams-{dimensions}")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 32);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, 16_384);
        Dimensions = dimensions;
    }

    /// <summary>The length of a vector.</summary>
    public int Dimensions { get; }

    /// <inheritdoc/>
    public override int BatchSize => 500;

    /// <inheritdoc/>
    /// <exception cref="LlmException">A text is empty.</exception>
    protected override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<ReadOnlyMemory<float>>>(() => Embed(texts, cancellationToken), cancellationToken);

    private ReadOnlyMemory<float>[] Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var encoder = new NGramEncoder(Dimensions);
        var vectors = new ReadOnlyMemory<float>[texts.Count];
        for (var i = 0; i < vectors.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            vectors[i] = encoder.Encode(texts[i]) ?? throw new LlmException(
                $"{Id} cannot embed an empty text: give one with at least one letter, digit or other visible character.");
        }

        return vectors;
    }
}

/// <summary>Registers the embedding model <c>ngrams</c>, which needs neither a network nor a key.</summary>
public sealed class NGramsPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Name => "llm-ngrams";

    /// <inheritdoc/>
    public void RegisterEmbeddingModels(EmbeddingModelRegistry models)
    {
        models.Add(new NGramsModel(), $"ngrams-{NGramsModel.DefaultDimensions}");
        foreach (var dimensions in (int[])[128, 256, 1024, 2048, 4096]) models.Add(new NGramsModel(dimensions));
    }
}
