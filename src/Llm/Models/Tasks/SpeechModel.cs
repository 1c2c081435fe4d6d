namespace Llm;

/// <summary>A model that reads a text aloud.</summary>
public abstract class SpeechModel : TaskModel
{
    /// <summary>Creates a model that is found under <paramref name="id"/>.</summary>
    protected SpeechModel(string id)
        : base(id)
    {
    }

    /// <summary>The formats that the model makes, under the provider's names, its usual one first; empty if they are not known.</summary>
    public virtual IReadOnlyList<string> Formats => [];

    /// <summary>Reads a text aloud.</summary>
    /// <param name="text">The text, which must not be empty.</param>
    /// <param name="voice">One of <see cref="ListVoicesAsync"/>; null for the model's usual voice.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Cancels the request; reads of the result have tokens of their own.</param>
    /// <returns>The sound while it arrives, which the caller disposes.</returns>
    /// <exception cref="LlmException">The provider refused or could not be reached.</exception>
    public Task<SpeechResult> SpeakAsync(
        string text, string? voice = null, string? key = null, CancellationToken cancellationToken = default) =>
        SpeakAsync(new SpeechRequest(text) { Voice = voice }, key, cancellationToken);

    /// <summary>Reads the text of a request aloud.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Cancels the request; reads of the result have tokens of their own.</param>
    /// <returns>The sound while it arrives, which the caller disposes.</returns>
    /// <exception cref="LlmException">
    /// The text is empty, the model does not make the format, or the provider refused or could not be reached.
    /// </exception>
    public Task<SpeechResult> SpeakAsync(SpeechRequest request, string? key = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (string.IsNullOrWhiteSpace(request.Text)) throw new LlmException("There is no text to read aloud.");
        if (request.Format is { } format && Formats.Count > 0 && !Formats.Contains(format))
            throw new LlmException($"{Id} does not make the format {format}. It makes {string.Join(", ", Formats)}.");
        return ReadAloudAsync(request, key, cancellationToken);
    }

    /// <summary>Lists the voices.</summary>
    /// <param name="language">A language such as <c>de</c> or <c>de-DE</c>; null for the voices of all languages.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Cancels the request, if one is needed.</param>
    /// <returns>The voices, the usual one first; empty if they are not known.</returns>
    /// <exception cref="LlmException">The provider has to be asked, and refused or could not be reached.</exception>
    public async Task<IReadOnlyList<SpeechVoice>> ListVoicesAsync(
        string? language = null, string? key = null, CancellationToken cancellationToken = default)
    {
        var voices = await FindVoicesAsync(key, cancellationToken);
        if (string.IsNullOrEmpty(language)) return voices;
        var speaking = new List<SpeechVoice>();
        foreach (var voice in voices)
            if (voice.Speaks(language))
                speaking.Add(voice);
        return speaking;
    }

    /// <summary>Does the work of <see cref="SpeakAsync(SpeechRequest, string?, CancellationToken)"/>.</summary>
    /// <param name="request">The request; its text is not empty, and its format is one of <see cref="Formats"/>.</param>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LlmException">The provider refused or could not be reached.</exception>
    protected abstract Task<SpeechResult> ReadAloudAsync(SpeechRequest request, string? key, CancellationToken cancellationToken);

    /// <summary>Finds the voices of all languages; none unless it is overridden.</summary>
    /// <param name="key">An API key, or the name of a stored one, in place of the model's own.</param>
    /// <param name="cancellationToken">Cancels the request, if one is needed.</param>
    /// <exception cref="LlmException">The provider refused or could not be reached.</exception>
    protected virtual Task<IReadOnlyList<SpeechVoice>> FindVoicesAsync(string? key, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SpeechVoice>>([]);
}

/// <summary>What a <see cref="SpeechModel"/> reads, and how.</summary>
/// <param name="Text">The text.</param>
public sealed record SpeechRequest(string Text)
{
    /// <summary>The name of a voice; null for the model's usual one.</summary>
    public string? Voice { get; init; }

    /// <summary>The format under the provider's name, such as <c>mp3</c> or <c>wav</c>; null for its usual one.</summary>
    public string? Format { get; init; }

    /// <summary>How fast to speak: 1 is the usual speed, 2 twice as fast; null for the model's usual one.</summary>
    public double? Speed { get; init; }

    /// <summary>How to speak, in words, for models that take them; null for nothing.</summary>
    public string? Instructions { get; init; }
}

/// <summary>A voice of a <see cref="SpeechModel"/>.</summary>
/// <param name="Name">The name in requests.</param>
public sealed record SpeechVoice(string Name)
{
    /// <summary>The name for people; null if it is <see cref="Name"/>.</summary>
    public string? Title { get; init; }

    /// <summary>The languages that it speaks, such as <c>de-DE</c>; empty if it speaks all that the model does.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Whether the voice speaks a language; <c>de</c> matches <c>de-DE</c> and the reverse, but <c>de-AT</c> does not.</summary>
    public bool Speaks(string language)
    {
        ArgumentException.ThrowIfNullOrEmpty(language);
        if (Languages.Count == 0) return true;
        foreach (var own in Languages)
            if (Includes(own, language) || Includes(language, own))
                return true;
        return false;
    }

    /// <summary>Whether a language is the other one or a variety of it.</summary>
    private static bool Includes(string language, string other) =>
        other.StartsWith(language, StringComparison.OrdinalIgnoreCase)
        && (other.Length == language.Length || other[language.Length] is '-' or '_');
}

/// <summary>A text that is read aloud, while it arrives.</summary>
/// <param name="mediaType">The media type of the sound, such as <c>audio/mpeg</c>.</param>
/// <param name="content">The bytes, which can be read once; disposed with the result.</param>
/// <remarks>
/// A read throws <see cref="LlmException"/> if the connection is lost or the server is silent for too long. Not thread-safe.
/// </remarks>
public sealed class SpeechResult(string mediaType, Stream content) : IAsyncDisposable
{
    /// <summary>The media type of the sound, such as <c>audio/mpeg</c>.</summary>
    public string MediaType { get; } = mediaType;

    /// <summary>The bytes, which can be read once.</summary>
    public Stream Content { get; } = content;

    /// <summary>Closes the connection, also before everything was received.</summary>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
