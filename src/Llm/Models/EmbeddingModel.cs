namespace Llm;

/// <summary>A model that turns text or bytes into vectors.</summary>
/// <remarks>One instance serves many calls at once.</remarks>
public abstract class EmbeddingModel
{
    /// <summary>Creates a model that is found under <paramref name="id"/>.</summary>
    protected EmbeddingModel(string id) => Id = id;

    /// <summary>The name that users choose the model by.</summary>
    public string Id { get; }

    /// <summary>Where the vectors come from, for traces and metrics.</summary>
    public virtual ModelOrigin Origin => new(Id);

    /// <summary>What the host gives; set when the model is registered.</summary>
    public ModelEnvironment Environment { get; set; } = ModelEnvironment.Default;

    /// <summary>The name under which the key is stored; null if no key is needed.</summary>
    public virtual string? NeedsKey => null;

    /// <summary>The environment variable that holds the key where none is stored.</summary>
    public virtual string? KeyEnvironmentVariable => null;

    /// <summary>How many texts fit into one request.</summary>
    public virtual int BatchSize => 100;

    /// <summary>Embeds a batch of at most <see cref="BatchSize"/> texts; vectors come in the order of the texts.</summary>
    /// <exception cref="LlmException">The provider refused or could not be reached.</exception>
    public Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(
        IReadOnlyList<string> texts, string? key = null, CancellationToken cancellationToken = default) =>
        Environment.Observer is { } observer ? EmbedObservedAsync(observer, texts, key, cancellationToken) : EmbedBatchAsync(texts, key, cancellationToken);

    /// <summary>Does the work of <see cref="EmbedAsync"/>.</summary>
    /// <inheritdoc cref="EmbedAsync" path="/exception"/>
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
}
