namespace Llm;

/// <summary>How <c>Collection.EmbedManyAsync</c> works.</summary>
public sealed record EmbedManyOptions
{
    /// <summary>Whether the texts or bytes themselves are stored, so that a search can return them.</summary>
    public bool Store { get; init; }

    /// <summary>
    /// The most items in one request and in one transaction, from 1; null for the model's <see cref="EmbeddingModel.BatchSize"/>, which
    /// also counts if it is smaller.
    /// </summary>
    public int? BatchSize { get; init; }

    /// <summary>How many batches are embedded at once, from 1. The first is embedded alone, so that a wrong key fails once only.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>What happens to texts that are longer than the model takes; null sends them anyway.</summary>
    public TooLongText? TooLong { get; init; }

    /// <summary>
    /// The most tokens of a text, each estimated as four characters; null for <see cref="EmbeddingModel.InputLimit"/>. It has an effect
    /// only with <see cref="TooLong"/>.
    /// </summary>
    public int? InputLimit { get; init; }

    /// <summary>
    /// The most tokens in a chunk, from 1, each estimated as four characters; null embeds whole texts. <see cref="TextSplitter"/> splits
    /// the texts, and takes the ID of each for the name of its file.
    /// </summary>
    public int? ChunkSize { get; init; }

    /// <summary>The most tokens that a chunk repeats from the one before it, from 0; less than <see cref="ChunkSize"/>.</summary>
    public int ChunkOverlap { get; init; }

    /// <summary>A text that is put before each chunk, such as <c>search_document: </c>. It does not count as part of its size.</summary>
    public string ChunkPrefix { get; init; } = "";

    /// <summary>Whether an ID that occurs twice is an error. Otherwise the last item with an ID is stored.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether only those items are embedded that an earlier run recorded as failed.</summary>
    public bool OnlyFailed { get; init; }

    /// <summary>Receives the state after each batch, from any thread; null if nobody needs it.</summary>
    public IProgress<EmbedProgress>? Progress { get; init; }
}

/// <summary>What happens to texts that are longer than a model takes.</summary>
public enum TooLongText
{
    /// <summary>They are cut.</summary>
    Truncate,

    /// <summary>Their parts are embedded, and the entry gets the mean of the vectors, weighted by length and of length 1.</summary>
    Split,

    /// <summary>They are not sent, and reported as failed.</summary>
    Refuse,
}
