namespace Llm.Testing;

/// <summary>An embedding model whose vectors count the letters a to h of a text, or the first bytes of other content.</summary>
internal sealed class LettersModel(string id, int dimensions = LettersModel.UsualDimensions) : EmbeddingModel(id)
{
    public const int UsualDimensions = 8;

    private readonly List<string> embedded = [];

    public override int BatchSize => 10;

    public override bool SupportsBinary => true;

    /// <summary>Runs before a batch gets its vectors.</summary>
    public Func<IReadOnlyList<string>, Task>? Before { get; set; }

    /// <summary>Makes the vector of a text.</summary>
    public Func<string, float[]>? Vector { get; set; }

    /// <summary>The texts that the model was asked for.</summary>
    public IReadOnlyList<string> Embedded
    {
        get
        {
            lock (embedded) return [.. embedded];
        }
    }

    public float[] VectorOf(string text)
    {
        var vector = new float[dimensions];
        foreach (var letter in text) vector[letter is >= 'a' and <= 'h' ? (letter - 'a') % dimensions : 0]++;
        return vector;
    }

    public override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBinaryAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> contents, string? key = null, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>>>([.. contents.Select(VectorOf)]);

    protected override async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken)
    {
        lock (embedded) embedded.AddRange(texts);
        if (Before is not null) await Before(texts);
        cancellationToken.ThrowIfCancellationRequested();
        return [.. texts.Select(text => (ReadOnlyMemory<float>)(Vector?.Invoke(text) ?? VectorOf(text)))];
    }

    private ReadOnlyMemory<float> VectorOf(ReadOnlyMemory<byte> content)
    {
        var vector = new float[dimensions];
        for (var i = 0; i < Math.Min(dimensions, content.Length); i++) vector[i] = content.Span[i];
        return vector;
    }
}
