namespace Llm;

/// <summary>How an embedding generator is asked, for the embedding model that is made of it.</summary>
public sealed record EmbeddingGeneratorModelSettings
{
    /// <summary>The model that the generator is asked for; null leaves it to the generator.</summary>
    public string? ModelId { get; init; }

    /// <summary>How long the vectors should be, in numbers; null leaves it to the generator.</summary>
    public int? Dimensions { get; init; }

    /// <summary>How many texts fit into one request.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>The key that the generator sends, only so that it can be kept out of error messages; null if there is none.</summary>
    public string? Secret { get; init; }

    /// <summary>The members without the secret.</summary>
    public override string ToString() => $"{nameof(EmbeddingGeneratorModelSettings)} {{ ModelId = {ModelId}, Dimensions = {Dimensions} }}";
}
