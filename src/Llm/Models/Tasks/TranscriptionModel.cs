namespace Llm;

/// <summary>A model that writes down what is spoken in a recording.</summary>
public abstract class TranscriptionModel : TaskModel
{
    /// <summary>Creates a model that is found under <paramref name="id"/>.</summary>
    protected TranscriptionModel(string id)
        : base(id)
    {
    }

    /// <summary>Whether the model can say when each part of the text was spoken.</summary>
    public virtual bool SupportsSegments => false;

    /// <summary>Writes down what is spoken in a recording.</summary>
    /// <param name="audio">The recording: a file, bytes or an address.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LlmException">
    /// The recording cannot be read or is too large, or the provider refused or could not be reached.
    /// </exception>
    public Task<TranscriptionResult> TranscribeAsync(
        Attachment audio, string? key = null, CancellationToken cancellationToken = default) =>
        TranscribeAsync(new TranscriptionRequest(audio), key, cancellationToken);

    /// <summary>Writes down what is spoken in the recording of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LlmException">
    /// The recording cannot be read or is too large, the model cannot do what the request asks for, or the provider refused or could not
    /// be reached.
    /// </exception>
    public Task<TranscriptionResult> TranscribeAsync(
        TranscriptionRequest request, string? key = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Audio);
        request.Audio.RequireContent();
        if (request.Segments && !SupportsSegments)
            throw new LlmException($"{Id} does not say when something was spoken. Use a model whose SupportsSegments is true.");
        return ListenAsync(request, key, cancellationToken);
    }

    /// <summary>Does the work of <see cref="TranscribeAsync(TranscriptionRequest, string?, CancellationToken)"/>.</summary>
    /// <param name="request">The request; its recording is there and, if it is a file or bytes, not empty.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LlmException">The recording cannot be read, or the provider refused or could not be reached.</exception>
    protected abstract Task<TranscriptionResult> ListenAsync(
        TranscriptionRequest request, string? key, CancellationToken cancellationToken);
}

/// <summary>What a <see cref="TranscriptionModel"/> listens to.</summary>
/// <param name="Audio">The recording: a file, bytes or an address.</param>
public sealed record TranscriptionRequest(Attachment Audio)
{
    /// <summary>The language that is spoken, as a code of ISO 639-1 such as <c>en</c>; null if the model has to recognise it.</summary>
    public string? Language { get; init; }

    /// <summary>
    /// Text in that language that helps the model, such as names that occur or the end of an earlier recording; null for none.
    /// </summary>
    public string? Prompt { get; init; }

    /// <summary>
    /// Whether to ask when each part was spoken; only for models whose <see cref="TranscriptionModel.SupportsSegments"/> is true.
    /// </summary>
    public bool Segments { get; init; }
}

/// <summary>What is spoken in a recording.</summary>
/// <param name="Text">The whole text.</param>
public sealed record TranscriptionResult(string Text)
{
    /// <summary>The language that the model recognised, as it names it; null if it does not.</summary>
    public string? Language { get; init; }

    /// <summary>The length of the recording; null if the model does not give it.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The parts of the text with their times, in order; empty if they were not asked for.</summary>
    public IReadOnlyList<TranscriptionSegment> Segments { get; init; } = [];
}

/// <summary>A part of what is spoken.</summary>
/// <param name="Start">When it begins, from the start of the recording.</param>
/// <param name="End">When it ends.</param>
/// <param name="Text">The text.</param>
public sealed record TranscriptionSegment(TimeSpan Start, TimeSpan End, string Text)
{
    /// <summary>Who speaks, as the model names the speakers; null if it does not.</summary>
    public string? Speaker { get; init; }
}
