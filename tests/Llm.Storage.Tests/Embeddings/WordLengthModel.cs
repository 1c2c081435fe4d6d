namespace Llm.Storage.Tests.Embeddings;

/// <summary>Embeds a text as the lengths of its first 16 words, and bytes as their number, like a model of the Python tool.</summary>
internal sealed class WordLengthModel(string id = "embed-demo", int batchSize = 10) : EmbeddingModel(id)
{
    private const int Dimensions = 16;

    private readonly List<IReadOnlyList<string>> batches = [];

    public override int BatchSize => batchSize;

    public override bool SupportsBinary => true;

    /// <summary>Runs before a batch gets its vectors.</summary>
    public Func<IReadOnlyList<string>, Task>? Before { get; set; }

    /// <summary>Changes what is returned.</summary>
    public Func<string, float[], float[]> Change { get; set; } = (_, vector) => vector;

    /// <summary>The batches so far, in the order in which they came.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Batches
    {
        get
        {
            lock (batches) return [.. batches];
        }
    }

    /// <summary>What the model puts before a query.</summary>
    public string QueryPrefix { get; set; } = "";

    public IEnumerable<string> Embedded => Batches.SelectMany(batch => batch);

    public override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBinaryAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> contents, string? key = null, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>>>(
            [.. contents.Select(content => (ReadOnlyMemory<float>)Pad([content.Length]))]);

    public override Task<ReadOnlyMemory<float>> EmbedQueryAsync(
        string text, string? key = null, CancellationToken cancellationToken = default) =>
        base.EmbedQueryAsync(QueryPrefix + text, key, cancellationToken);

    protected override async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken)
    {
        lock (batches) batches.Add([.. texts]);
        if (Before is not null) await Before(texts);
        cancellationToken.ThrowIfCancellationRequested();
        return [.. texts.Select(text => (ReadOnlyMemory<float>)Change(text, VectorOf(text)))];
    }

    public static float[] VectorOf(string text) =>
        Pad([.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(Dimensions).Select(word => (float)word.Length)]);

    private static float[] Pad(float[] vector) => [.. vector, .. new float[Dimensions - vector.Length]];
}
