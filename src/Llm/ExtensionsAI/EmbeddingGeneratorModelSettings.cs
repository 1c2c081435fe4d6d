namespace Llm;

/// <summary>The settings of an embedding model that wraps an embedding generator.</summary>
public sealed record EmbeddingGeneratorModelSettings
{
    /// <summary>The model to request from the generator; null leaves the choice to the generator.</summary>
    public string? ModelId { get; init; }

    /// <summary>The number of dimensions of the vectors; null leaves the choice to the generator.</summary>
    public int? Dimensions { get; init; }

    /// <summary>The maximum number of texts per request.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>The key that the generator sends, which is removed from error messages; null if there is none.</summary>
    public string? Secret { get; init; }

    /// <summary>Describes the settings without the secret.</summary>
    public override string ToString() => $"{nameof(EmbeddingGeneratorModelSettings)} {{ ModelId = {ModelId}, Dimensions = {Dimensions} }}";
}
