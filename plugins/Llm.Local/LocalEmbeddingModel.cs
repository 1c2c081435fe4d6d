using System.Globalization;
using Llm.Local.Tokens;

namespace Llm.Local;

/// <summary>A model for English that runs on this machine and makes vectors of 384 numbers with the length 1.</summary>
/// <remarks>
/// One text is read up to <see cref="InputLimit"/> tokens, the marks of its start and its end among them. The same text has the same
/// vector to six digits, whatever it is embedded together with. Thread-safe; texts of calls at the same time are embedded in turn.
/// </remarks>
public sealed class LocalEmbeddingModel : EmbeddingModel, IDisposable
{
    private const string ThreadsVariable = "LLM_LOCAL_THREADS";

    private readonly Pooling pooling;
    private readonly int inputLimit;
    private readonly Lazy<WordPieceTokenizer> tokenizer = new(() => WordPieceTokenizer.FromFile(FileOf("vocab.txt")));
    private readonly Lazy<Encoder> encoder;

    internal LocalEmbeddingModel(string id, Pooling pooling, int inputLimit)
        : base(id)
    {
        this.pooling = pooling;
        this.inputLimit = inputLimit;
        encoder = new(() => new Encoder(FileOf($"{id}.onnx"), Threads()));
    }

    /// <inheritdoc/>
    public override int BatchSize => 256;

    /// <inheritdoc/>
    public override int? InputLimit => inputLimit;

    /// <summary>What is put before a text that is searched with; texts that are searched in have nothing before them.</summary>
    internal string QueryPrefix { get; init; } = "";

    /// <inheritdoc/>
    public override Task<ReadOnlyMemory<float>> EmbedQueryAsync(
        string text, string? key = null, CancellationToken cancellationToken = default) =>
        EmbedAsync(QueryPrefix + text, key, cancellationToken);

    /// <summary>Frees the memory of the model, which cannot be used any more.</summary>
    public void Dispose()
    {
        if (encoder.IsValueCreated) encoder.Value.Dispose();
    }

    /// <inheritdoc/>
    protected override Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Task.Run<IReadOnlyList<ReadOnlyMemory<float>>>(() => Embed(texts, cancellationToken), cancellationToken);
    }

    private static string FileOf(string name) =>
        Path.Combine(Path.GetDirectoryName(typeof(LocalEmbeddingModel).Assembly.Location)!, "models", name);

    private static int Threads() => Environment.GetEnvironmentVariable(ThreadsVariable) switch
    {
        null or "" => 0,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) => threads,
        var text => throw new LlmException($"{ThreadsVariable} is '{text}'. Set it to a number, or to 0 for one thread for each core."),
    };

    private ReadOnlyMemory<float>[] Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var tokens = new int[texts.Count][];
        for (var i = 0; i < tokens.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tokens[i] = tokenizer.Value.Encode(texts[i], inputLimit);
        }

        return encoder.Value.Encode(tokens, pooling, cancellationToken);
    }
}
