using System.Runtime.CompilerServices;

namespace Llm;

/// <summary>A model that turns text or bytes into vectors.</summary>
/// <remarks>One instance serves many calls at once.</remarks>
public abstract class EmbeddingModel
{
    private ModelServices services = ModelServices.Default;

    /// <summary>Creates a model that is found under <paramref name="id"/>.</summary>
    protected EmbeddingModel(string id) => Id = id;

    /// <summary>The name that users choose the model by.</summary>
    public string Id { get; }

    /// <summary>The provider and server of the vectors, for traces and metrics.</summary>
    public virtual ModelOrigin Origin => new(Id);

    /// <summary>What the host provides; set when the model is registered.</summary>
    public ModelServices Services
    {
        get => services;
        init => services = value;
    }

    /// <summary>The name under which the key is stored; null if no key is needed.</summary>
    public virtual string? NeedsKey => null;

    /// <summary>The environment variable that holds the key where none is stored.</summary>
    public virtual string? KeyEnvironmentVariable => null;

    /// <summary>
    /// Whether listings show the model where its key is not set. A provider with many models, which few users have a key for, says no, so
    /// that lists stay readable; its models are nevertheless found by name.
    /// </summary>
    public virtual bool IsListedWithoutKey => true;

    /// <summary>How many texts fit into one request.</summary>
    public virtual int BatchSize => 100;

    /// <summary>The most tokens of one text; null if that is not known.</summary>
    public virtual int? InputLimit => null;

    /// <summary>Whether the model takes text.</summary>
    public virtual bool SupportsText => true;

    /// <summary>Whether the model takes bytes, such as images.</summary>
    public virtual bool SupportsBinary => false;

    /// <summary>Returns the name of the class and the ID, as listings show a model.</summary>
    public override string ToString() => $"{GetType().Name}: {Id}";

    /// <summary>Embeds one text.</summary>
    /// <exception cref="LlmException">The provider refused or could not be reached.</exception>
    public async Task<ReadOnlyMemory<float>> EmbedAsync(string text, string? key = null, CancellationToken cancellationToken = default) =>
        (await EmbedAsync([text], key, cancellationToken))[0];

    /// <summary>Embeds a text that is searched with. A model that treats it otherwise than what is searched in overrides this.</summary>
    /// <exception cref="LlmException">The provider refused or could not be reached.</exception>
    public virtual Task<ReadOnlyMemory<float>> EmbedQueryAsync(
        string text, string? key = null, CancellationToken cancellationToken = default) => EmbedAsync(text, key, cancellationToken);

    /// <summary>
    /// Embeds any number of texts, batch by batch; the vectors are in the order of the texts, each as soon as its batch is done.
    /// </summary>
    /// <param name="texts">The texts, which are read only as far as the vectors are.</param>
    /// <param name="batchSize">Texts in a request, from 1; null or more than <see cref="BatchSize"/> takes that.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="LlmException">The provider refused or could not be reached.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<float>> EmbedManyAsync(
        IEnumerable<string> texts, int? batchSize = null, string? key = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize ?? 1, 1, nameof(batchSize));
        foreach (var batch in texts.Chunk(Math.Min(batchSize ?? BatchSize, BatchSize)))
        {
            foreach (var vector in await EmbedAsync(batch, key, cancellationToken)) yield return vector;
        }
    }

    /// <summary>
    /// Embeds a batch of binary contents, such as images, where the model can; the vectors are in the order of the contents.
    /// </summary>
    /// <exception cref="LlmException">The model does not take bytes, or the provider refused or could not be reached.</exception>
    public virtual Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBinaryAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> contents, string? key = null, CancellationToken cancellationToken = default) =>
        throw new LlmException($"{Id} embeds text only. Use a model whose SupportsBinary is true.");

    /// <summary>Embeds a batch of at most <see cref="BatchSize"/> texts; the vectors are in the order of the texts.</summary>
    /// <exception cref="LlmException">The provider refused or could not be reached.</exception>
    public Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(
        IReadOnlyList<string> texts, string? key = null, CancellationToken cancellationToken = default) =>
        Services.Observer is { } observer
            ? EmbedObservedAsync(observer, texts, key, cancellationToken)
            : EmbedBatchAsync(texts, key, cancellationToken);

    /// <summary>Does the work of <see cref="EmbedAsync(IReadOnlyList{string}, string?, CancellationToken)"/>.</summary>
    /// <inheritdoc cref="EmbedAsync(IReadOnlyList{string}, string?, CancellationToken)" path="/exception"/>
    protected abstract Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedBatchAsync(
        IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken);

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedObservedAsync(
        IModelObserver observer, IReadOnlyList<string> texts, string? key, CancellationToken cancellationToken)
    {
        var observation = observer.BeginEmbedding(this, texts);
        IReadOnlyList<ReadOnlyMemory<float>> vectors;
        try
        {
            vectors = await EmbedBatchAsync(texts, key, cancellationToken);
        }
        catch (Exception ex)
        {
            observation?.Ended(ex);
            throw;
        }

        observation?.Ended(null);
        return vectors;
    }

    /// <summary>The model itself; for one that was only described so far, its plugin is loaded.</summary>
    internal virtual EmbeddingModel Loaded => this;

    /// <summary>Gives the model what its host provides.</summary>
    internal void Attach(ModelServices provided) => services = provided;
}
