namespace Llm;

/// <summary>
/// Asks a model for the vectors of a batch. If the server refuses the request because of its content, the batch is halved until the items
/// that are to blame are found.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class BatchEmbedder(EmbeddingModel model, string? key, EmbedManyOptions options)
{
    private const int Retries = 3;

    /// <summary>So many refusals before any vector mean that every request would be refused.</summary>
    private const int MostRefusals = 10;

    private int refusals;

    /// <summary>The model.</summary>
    public EmbeddingModel Model => model;

    /// <summary>The most items in one request.</summary>
    public int BatchSize { get; } = Math.Max(1, Math.Min(options.BatchSize ?? model.BatchSize, model.BatchSize));

    /// <summary>Whether the model has returned a vector.</summary>
    public bool HasSucceeded { get; private set; }

    /// <summary>The most characters of a text; null if it is not known or does not matter.</summary>
    private int? Characters { get; } = options.TooLong is null ? null
        : (options.InputLimit ?? model.InputLimit) * TextFitting.CharactersPerToken;

    /// <summary>Gives each item of a batch, which are all texts or all bytes, its vector or its error.</summary>
    /// <exception cref="LlmException">The model cannot be used.</exception>
    public async Task EmbedAsync(IReadOnlyList<EmbeddingWork> batch, CancellationToken cancellationToken)
    {
        var accepted = batch.Where(work => !IsRefused(work)).ToList();
        if (accepted.Count == 0) return;
        try
        {
            await RequestAsync(accepted, Characters, cancellationToken);
        }
        catch (ProviderException ex) when (IsAboutContent(ex))
        {
            if (accepted is [var single])
            {
                if (!await RetryShorterAsync(single, cancellationToken)) Refuse(single, ex);
                return;
            }

            await EmbedAsync(accepted[..(accepted.Count / 2)], cancellationToken);
            await EmbedAsync(accepted[(accepted.Count / 2)..], cancellationToken);
        }
    }

    private static bool IsAboutContent(ProviderException error) => error.Status is 400 or 413 or 422;

    private bool IsRefused(EmbeddingWork work)
    {
        if (work.Item.IsEmpty) work.Error = "The content is empty.";
        else if (options.TooLong == TooLongText.Refuse && Characters is { } most && work.Item.Text?.Length > most)
            work.Error = $"The text has {work.Item.Text.Length} characters, more than the {most} that {model.Id} is estimated to take.";
        return work.Error is not null;
    }

    private void Refuse(EmbeddingWork work, ProviderException error)
    {
        if (Interlocked.Increment(ref refusals) >= MostRefusals && !HasSucceeded)
            throw new LlmException($"{model.Id} refuses every text: {error.Message}", error);
        work.Error = error.Message;
    }

    /// <summary>Tries shorter parts, because the length was only estimated; returns false if the server refuses them too.</summary>
    private async Task<bool> RetryShorterAsync(EmbeddingWork work, CancellationToken cancellationToken)
    {
        if (options.TooLong is not (TooLongText.Truncate or TooLongText.Split) || work.Item.Text is not { } text) return false;
        var characters = Math.Min(Characters ?? text.Length, text.Length);
        for (var i = 0; i < Retries; i++)
        {
            characters /= 2;
            try
            {
                await RequestAsync([work], characters, cancellationToken);
                return true;
            }
            catch (ProviderException ex) when (IsAboutContent(ex))
            {
                // The parts are still too long, or something else is wrong with the text.
            }
        }

        return false;
    }

    private async Task RequestAsync(List<EmbeddingWork> works, int? characters, CancellationToken cancellationToken)
    {
        var parts = works.Select(work => PartsOf(work.Item, characters)).ToList();
        var sent = parts.SelectMany(part => part).ToList();
        var vectors = new List<ReadOnlyMemory<float>>(sent.Count);
        foreach (var chunk in sent.Chunk(BatchSize))
            vectors.AddRange(await Collection.EmbedBatchAsync(model, chunk, key, cancellationToken));
        HasSucceeded = true;
        var next = 0;
        for (var i = 0; i < works.Count; i++)
        {
            var vector = TextFitting.Combine(
                [.. parts[i].Select(part => part.Text ?? "")], vectors.GetRange(next, parts[i].Count));
            next += parts[i].Count;
            if (Collection.VectorProblem(vector.Span) is { } problem) works[i].Error = $"{model.Id} {problem}";
            else works[i].Vector = vector;
        }
    }

    private IReadOnlyList<CollectionItem> PartsOf(CollectionItem item, int? characters)
    {
        if (characters is not { } most || item.Text is not { } text || text.Length <= most) return [item];
        var parts = TextFitting.Split(text, most).Select(part => new CollectionItem(item.Id, part));
        return options.TooLong == TooLongText.Truncate ? [parts.First()] : [.. parts];
    }
}
